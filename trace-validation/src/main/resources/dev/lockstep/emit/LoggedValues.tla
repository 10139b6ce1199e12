--------------------------- MODULE LoggedValues ---------------------------
(***************************************************************************)
(* What a log says in JSON, compared with values of TLA+.                  *)
(*                                                                         *)
(* JSON has fewer kinds of values than TLA+, so a logged value fits each   *)
(* value that it could stand for:                                          *)
(*                                                                         *)
(*   [text |-> "a"]           the string, or the model value of that name  *)
(*   [number |-> 1]           the integer                                  *)
(*   [truth |-> TRUE]         TRUE or FALSE                                *)
(*   [items |-> <<x, y>>, different |-> 2]                                 *)
(*                            the sequence, or the set, of these elements, *)
(*                            of which so many are written differently     *)
(*   [fields |-> <<[key |-> K, value |-> x]>>]                             *)
(*                            the record or function                       *)
(*   [nothing |-> TRUE]       nothing                                      *)
(*                                                                         *)
(* A key K is the set of the texts, as TLC prints them, of the elements of *)
(* a domain that it could mean: {"\"a\"", "a"} is the string or the model  *)
(* value.  Changes are as docs/trace-format.md describes them.             *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, TLC

\* A model value: what was logged where the spec has nothing that it fits.
CONSTANT Unmatched

---------------------------------------------------------------------------
(* TLC compares no values of different kinds, so the kinds come first: how *)
(* TLC prints a value shows its kind.                                      *)

DigitOrSign == {"-", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

\* TLC may print a set of integers as 1..3.
IsInterval(text) == \E i \in 2..Len(text) : SubSeq(text, i, i) = "."

Kind(v) ==
  LET text  == ToString(v)
      first == SubSeq(text, 1, 1)
  IN CASE text \in {"TRUE", "FALSE"} -> "truth"
       [] first = "\"" -> "string"
       [] first = "{" -> "set"
       [] first = "<" -> "sequence"
       [] text = "[]" -> "sequence"
       [] first \in {"[", "("} -> "function"
       [] first \in DigitOrSign -> IF IsInterval(text) THEN "set" ELSE "number"
       [] OTHER -> "model value"

HasKeys(v) == Kind(v) \in {"sequence", "function"}

\* The keys of v that a logged key could mean.
KeysLike(key, v) == {k \in DOMAIN v : ToString(k) \in key}

---------------------------------------------------------------------------
(* Values. *)

RECURSIVE Matches(_, _)
Matches(logged, v) ==
  LET kind == Kind(v)
  IN CASE "text" \in DOMAIN logged ->
            \/ kind = "string" /\ v = logged.text
            \/ kind = "model value" /\ ToString(v) = logged.text
       [] "number" \in DOMAIN logged -> kind = "number" /\ v = logged.number
       [] "truth" \in DOMAIN logged -> kind = "truth" /\ v = logged.truth
       [] "items" \in DOMAIN logged ->
            \/ /\ kind = "sequence"
               /\ Len(v) = Len(logged.items)
               /\ \A i \in 1..Len(v) : Matches(logged.items[i], v[i])
            \/ /\ kind = "set"
               /\ Cardinality(v) <= logged.different
               /\ \A i \in DOMAIN logged.items : \E x \in v : Matches(logged.items[i], x)
               /\ \A x \in v : \E i \in DOMAIN logged.items : Matches(logged.items[i], x)
       [] "fields" \in DOMAIN logged ->
            /\ kind \in {"sequence", "function"}
            /\ Cardinality(DOMAIN v) = Len(logged.fields)
            /\ \A k \in DOMAIN v : \E i \in DOMAIN logged.fields :
                 /\ ToString(k) \in logged.fields[i].key
                 /\ Matches(logged.fields[i].value, v[k])
       [] OTHER -> FALSE

RECURSIVE MatchesAt(_, _, _)
MatchesAt(path, logged, v) ==
  IF Len(path) = 0
  THEN Matches(logged, v)
  ELSE /\ HasKeys(v)
       /\ \E k \in KeysLike(Head(path), v) : MatchesAt(Tail(path), logged, v[k])

\* v is as a list of observations [at |-> path, is |-> logged] says.
Agrees(observations, v) ==
  \A i \in DOMAIN observations : MatchesAt(observations[i].at, observations[i].is, v)

\* The arguments of an action are as logged; <<>> stands for one that was not.
Fit(logged, arguments) ==
  /\ Len(logged) = Len(arguments)
  /\ \A i \in DOMAIN logged :
       IF Len(logged[i]) = 0 THEN TRUE ELSE Matches(logged[i][1], arguments[i])

\* Equality that is not an error for values of different kinds.
RECURSIVE Same(_, _)
Same(v, w) ==
  LET kind == Kind(v)
  IN CASE kind = "set" ->
            /\ Kind(w) = "set"
            /\ Cardinality(v) = Cardinality(w)
            /\ \A x \in v : \E y \in w : Same(x, y)
       [] kind \in {"sequence", "function"} ->
            /\ HasKeys(w)
            /\ Cardinality(DOMAIN v) = Cardinality(DOMAIN w)
            /\ \A k \in DOMAIN v : \E l \in DOMAIN w : Same(k, l) /\ Same(v[k], w[l])
       [] OTHER -> Kind(w) = kind /\ ToString(v) = ToString(w)

---------------------------------------------------------------------------
(* Changes.  A change gives a sequence: <<new value>>, or <<>> where the   *)
(* old value does not allow it.  The value after the step of the spec is   *)
(* the guide to what a logged value stands for; it comes as a sequence too,*)
(* and is <<>> where the spec has no such place.                           *)

Impossible == <<>>

\* The first of these values that fits; else the logged value itself, as far as it is clear.
Meant(logged, values) ==
  LET fitting == SelectSeq(values, LAMBDA v : Matches(logged, v))
  IN CASE Len(fitting) > 0 -> fitting[1]
       [] "number" \in DOMAIN logged -> logged.number
       [] "truth" \in DOMAIN logged -> logged.truth
       [] "text" \in DOMAIN logged -> logged.text
       [] OTHER -> Unmatched

\* An element of the guide that fits, or else one that is there already.
ElementMeant(logged, guide, elements) ==
  LET new == IF Len(guide) = 1 /\ Kind(guide[1]) = "set"
             THEN {x \in guide[1] : Matches(logged, x)} ELSE {}
      old == {x \in elements : Matches(logged, x)}
  IN CASE new # {} -> CHOOSE x \in new : TRUE
       [] old # {} -> CHOOSE x \in old : TRUE
       [] OTHER -> Unmatched

\* A key of the guide that fits.
KeyMeant(fits(_), guide) ==
  LET new == IF Len(guide) = 1 /\ HasKeys(guide[1])
             THEN {k \in DOMAIN guide[1] : fits(k)} ELSE {}
  IN IF new # {} THEN CHOOSE k \in new : TRUE ELSE Unmatched

ValueAt(key, v) ==
  IF Len(v) = 1 /\ HasKeys(v[1]) /\ KeysLike(key, v[1]) # {}
  THEN <<v[1][CHOOSE k \in KeysLike(key, v[1]) : TRUE]>>
  ELSE <<>>

With(v, key, image) == [k \in DOMAIN v \cup {key} |-> IF k = key THEN image ELSE v[k]]

Put(v, key, logged, guide) ==
  LET old == ValueAt(key, <<v>>)
      image == Meant(logged, ValueAt(key, guide) \o old)
  IN IF Len(old) = 1
     THEN With(v, CHOOSE k \in KeysLike(key, v) : TRUE, image)
     ELSE With(v, KeyMeant(LAMBDA k : ToString(k) \in key, guide), image)

RECURSIVE PutAll(_, _, _, _)
PutAll(v, fields, i, guide) ==
  IF i > Len(fields)
  THEN v
  ELSE PutAll(Put(v, fields[i].key, fields[i].value, guide), fields, i + 1, guide)

\* A bag with n more copies of an element; to take out one that is not there changes nothing.
Counted(v, logged, n, guide) ==
  LET old == {k \in DOMAIN v : Matches(logged, k)}
  IN IF old # {}
     THEN LET k == CHOOSE k \in old : TRUE
          IN IF Kind(v[k]) = "number" THEN <<With(v, k, v[k] + n)>> ELSE Impossible
     ELSE IF n > 0
          THEN <<With(v, KeyMeant(LAMBDA k : Matches(logged, k), guide), n)>>
          ELSE <<v>>

Range(s) == {s[i] : i \in DOMAIN s}

Changed(change, v, guide) ==
  LET op   == change.op
      kind == Kind(v)
      keys == kind \in {"sequence", "function"}
  IN CASE op = "Update" -> <<Meant(change.arg, guide \o <<v>>)>>
       [] op = "Unchanged" -> <<v>>
       [] op = "Init" -> change.initial
       [] op = "Clear" /\ kind = "set" -> <<{}>>
       [] op = "Clear" /\ keys -> << <<>> >>
       [] op = "ClearBag" -> << <<>> >>
       [] op = "AddElements" /\ kind = "set" ->
            <<v \cup {ElementMeant(x, guide, v) : x \in Range(change.arg)}>>
       [] op = "RemoveElements" /\ kind = "set" ->
            <<{x \in v : \A y \in Range(change.arg) : ~Matches(y, x)}>>
       [] op = "AppendElement" /\ kind = "sequence" ->
            LET n   == Len(v) + 1
                key == {ToString(n)}
                x   == Meant(change.arg, ValueAt(key, guide) \o [i \in 1..Len(v) |-> v[i]])
            IN <<[i \in 1..n |-> IF i = n THEN x ELSE v[i]]>>
       [] op = "SetKey" /\ keys -> <<Put(v, change.key, change.arg, guide)>>
       [] op = "UpdateRec" /\ keys -> <<PutAll(v, change.arg, 1, guide)>>
       [] op = "RemoveKey" /\ keys ->
            <<[k \in {l \in DOMAIN v : ToString(l) \notin change.key} |-> v[k]]>>
       [] op = "AddElementToBag" /\ keys -> Counted(v, change.arg, 1, guide)
       [] op = "RemoveElementFromBag" /\ keys -> Counted(v, change.arg, -1, guide)
       [] op = "Add" /\ kind = "number" -> <<v + change.arg>>
       [] OTHER -> Impossible

RECURSIVE ChangedAt(_, _, _, _)
ChangedAt(path, change, v, guide) ==
  IF Len(path) = 0
  THEN Changed(change, v, guide)
  ELSE IF Len(ValueAt(Head(path), <<v>>)) = 0
  THEN Impossible
  ELSE LET key   == CHOOSE k \in KeysLike(Head(path), v) : TRUE
           inner == ChangedAt(Tail(path), change, v[key], ValueAt(Head(path), guide))
       IN IF Len(inner) = 1 THEN <<With(v, key, inner[1])>> ELSE Impossible

RECURSIVE AllChanged(_, _, _, _)
AllChanged(changes, i, v, guide) ==
  IF i > Len(changes)
  THEN <<v>>
  ELSE LET one == ChangedAt(changes[i].at, changes[i], v, guide)
       IN IF Len(one) = 1 THEN AllChanged(changes, i + 1, one[1], guide) ELSE Impossible

\* A list of changes leads from the value before to the value after.
LeadTo(changes, before, after) ==
  LET result == AllChanged(changes, 1, before, <<after>>)
  IN Len(result) = 1 /\ Same(result[1], after)

\* A function, written as pairs.
Map(pairs) ==
  [k \in {pairs[i][1] : i \in DOMAIN pairs} |->
     pairs[CHOOSE i \in DOMAIN pairs : pairs[i][1] = k][2]]
===========================================================================
