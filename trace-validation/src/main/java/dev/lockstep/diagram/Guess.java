package dev.lockstep.diagram;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.value.TlaValue;
import dev.lockstep.value.TlaValue.FunctionOf;
import dev.lockstep.value.TlaValue.RecordOf;
import dev.lockstep.value.TlaValue.SequenceOf;
import dev.lockstep.value.TlaValue.SetOf;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names of a spec suggest about who acts and what is sent. Initials in front of an
 * action's name, as in {@code TMCommit}, are a process if some action with them has no parameter;
 * otherwise who acts is the first argument that is an element of a constant set. A message is a
 * record with a type or with a sender and a receiver.
 */
final class Guess {

  private static final Pattern INITIALS = Pattern.compile("^([A-Z]{2,})(?=[A-Z][a-z])");
  private static final Pattern RECEIPT =
      Pattern.compile("rcv|recv|receiv|handle|deliver|process", Pattern.CASE_INSENSITIVE);
  private static final Pattern NETWORK =
      Pattern.compile("ms?g|message|net|chan|inbox|queue|link|mail", Pattern.CASE_INSENSITIVE);
  private static final List<String> TYPES = List.of("type", "mtype", "kind");
  private static final List<String> SENDERS =
      List.of("from", "src", "source", "sender", "msource", "mfrom");
  private static final List<String> RECEIVERS =
      List.of("to", "dst", "dest", "destination", "receiver", "mdest", "mto");

  private final List<String> singles;
  private final Set<String> atoms;

  private Guess(Collection<String> singles, Set<String> atoms) {
    this.singles = List.copyOf(singles);
    this.atoms = Set.copyOf(atoms);
  }

  static Guess of(SortedMap<String, List<String>> actions, List<Set<String>> families) {
    Map<String, Boolean> lonely = new LinkedHashMap<>();
    actions.forEach(
        (name, parameters) ->
            initials(name)
                .ifPresent(
                    initials -> lonely.merge(initials, parameters.isEmpty(), Boolean::logicalOr)));
    Set<String> atoms = new HashSet<>();
    families.forEach(atoms::addAll);
    lonely.values().removeIf(single -> !single);
    return new Guess(new TreeSet<>(lonely.keySet()), atoms);
  }

  private static Optional<String> initials(String action) {
    Matcher matcher = INITIALS.matcher(action);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  List<String> singles() {
    return singles;
  }

  Optional<String> lane(ActionCall action) {
    return initials(action.name())
        .filter(singles::contains)
        .or(
            () ->
                action.arguments().stream()
                    .filter(Roles::isAtom)
                    .map(Roles::word)
                    .filter(atoms::contains)
                    .findFirst());
  }

  /** Sets and bags may; anything else only if it is called like a network. */
  static boolean mayHoldMessages(String variable, TlaValue value) {
    return switch (value) {
      case SetOf ignored -> true;
      case FunctionOf function
          when !function.mappings().isEmpty()
              && function.mappings().firstKey() instanceof RecordOf ->
          true;
      case FunctionOf ignored -> NETWORK.matcher(variable).find();
      case RecordOf ignored -> NETWORK.matcher(variable).find();
      case SequenceOf ignored -> NETWORK.matcher(variable).find();
      default -> false;
    };
  }

  static boolean isMessage(RecordOf record) {
    return type(record).isPresent() || (from(record).isPresent() && to(record).isPresent());
  }

  static Optional<String> type(RecordOf message) {
    return field(message, TYPES);
  }

  static Optional<String> from(RecordOf message) {
    return field(message, SENDERS);
  }

  static Optional<String> to(RecordOf message) {
    return field(message, RECEIVERS);
  }

  private static Optional<String> field(RecordOf message, List<String> names) {
    for (String name : names) {
      TlaValue value = message.fields().get(name);
      if (value != null && Roles.isAtom(value)) {
        return Optional.of(Roles.word(value));
      }
    }
    return Optional.empty();
  }

  List<RecordOf> received(ActionCall action, String lane, Collection<TlaValue> inFlight) {
    if (!RECEIPT.matcher(action.name()).find()) {
      return List.of();
    }
    List<String> others = Roles.others(action, lane);
    String name = action.name().toLowerCase(Locale.ROOT);
    return inFlight.stream()
        .filter(RecordOf.class::isInstance)
        .map(RecordOf.class::cast)
        .filter(
            message ->
                type(message)
                        .filter(type -> name.contains(type.toLowerCase(Locale.ROOT)))
                        .isPresent()
                    || action.arguments().contains(message))
        .filter(message -> to(message).filter(to -> !to.equals(lane)).isEmpty())
        .filter(
            message ->
                action.arguments().contains(message)
                    || message.fields().values().stream()
                        .filter(Roles::isAtom)
                        .map(Roles::word)
                        .filter(atoms::contains)
                        .allMatch(word -> word.equals(lane) || others.contains(word)))
        .toList();
  }
}
