package dev.lockstep.recorder;

/** What a change does to a value of the spec. Each constant says what it is given. */
public enum Operator {
  /** Replaces a value; given the new one. */
  UPDATE("Update", 1),
  /** Adds to a set; given the element. */
  ADD_ELEMENT("AddElement", 1),
  /** Adds to a set; given a collection of elements. */
  ADD_ELEMENTS("AddElements", 1),
  /** Takes out of a set; given the element. */
  REMOVE_ELEMENT("RemoveElement", 1),
  /** Takes out of a set; given a collection of elements. */
  REMOVE_ELEMENTS("RemoveElements", 1),
  /** Empties a set, a sequence or a function; given nothing. */
  CLEAR("Clear", 0),
  /** Adds one copy to a bag; given the element. */
  ADD_ELEMENT_TO_BAG("AddElementToBag", 1),
  /** Takes one copy out of a bag; given the element. */
  REMOVE_ELEMENT_FROM_BAG("RemoveElementFromBag", 1),
  /** Empties a bag; given nothing. */
  CLEAR_BAG("ClearBag", 0),
  /** Appends to a sequence; given the element. */
  APPEND_ELEMENT("AppendElement", 1),
  /** Sets a key of a function or record, which may be new; given the key and the value. */
  SET_KEY("SetKey", 2),
  /** Takes a key out of a function or record; given the key. */
  REMOVE_KEY("RemoveKey", 1),
  /** Sets a key to what a mapping file calls nil; given the key. */
  RESET_KEY("ResetKey", 1),
  /** Sets several keys of a function or record; given a map. */
  UPDATE_REC("UpdateRec", 1),
  /** Gives back the initial value; given nothing. */
  INIT("Init", 0),
  /** Gives the keys of a record their initial values; given nothing. */
  INIT_REC("InitRec", 0),
  /** Adds to an integer; given an integer. */
  ADD("Add", 1),
  /** Subtracts from an integer; given an integer. */
  SUB("Sub", 1),
  /** Says that the value stays as it is; given nothing. */
  UNCHANGED("Unchanged", 0);

  private final String word;
  private final int arity;

  Operator(String word, int arity) {
    this.word = word;
    this.arity = arity;
  }

  String word() {
    return word;
  }

  int arity() {
    return arity;
  }
}
