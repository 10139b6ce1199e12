package dev.lockstep.conformance.durable.restart;

import dev.lockstep.conformance.durable.restart.RestartBinding.Choices;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.EffectService;
import dev.lockstep.durable.restart.EffectService.State;
import dev.lockstep.durable.restart.Key;
import dev.lockstep.durable.restart.Message;
import dev.lockstep.durable.restart.Message.Request;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Services with one fault each, beside runners without. */
final class EffectServiceMutants {

  private final Mutants<Message> mutants = Mutants.of(new RestartBinding()::cluster);

  private EffectServiceMutants() {
    oneStep();
    repetitions();
  }

  static List<Mutant<Message>> all() {
    return new EffectServiceMutants().mutants.all();
  }

  /** What a service does with a request instead of what it should. */
  @FunctionalInterface
  private interface Wrong {
    State of(State state, Request m, Value value);
  }

  private void oneStep() {
    request(
            "without-key",
            "the service does not look at keys",
            (state, m) -> state.current(),
            (state, m, value) -> state.done(m, value).recorded(m.key(), value))
        .from(
            "akash-network/console pull request 3449: a purchase without a key was a new one at"
                + " each delivery, and customers who tried again were charged two or three times")
        .twin("without-key");
    request(
            "undone",
            "the service says that it is done, and does not do it",
            EffectServiceMutants::value,
            (state, m, value) -> state)
        .twin("undone");
    request(
        "unrecorded",
        "the service does it, and does not write the key down",
        EffectServiceMutants::value,
        State::done);
    request(
        "records-alone",
        "the service writes the key down, and does not do it",
        EffectServiceMutants::value,
        (state, m, value) -> state.recorded(m.key(), value));
    service(
            "forgets",
            "the service has its keys in memory, and crashes",
            choices ->
                new Faulty(choices) {
                  @Override
                  public State durable(State state) {
                    return new State(state.current(), state.effects(), new TreeMap<>());
                  }
                })
        .twin("forgets");
    service(
        "effects-in-memory",
        "the service has its keys on disk, and what it has done in memory, and crashes",
        choices ->
            new Faulty(choices) {
              @Override
              public State durable(State state) {
                return new State(state.current(), initial().effects(), state.recorded());
              }
            });
  }

  private void repetitions() {
    request(
            "new-value",
            "a repetition is answered with what would come of it now",
            (state, m) -> state.current(),
            (state, m, value) ->
                state.value(m.key()).isPresent()
                    ? state
                    : state.done(m, value).recorded(m.key(), value))
        .twin("new-value");
    service(
            "in-silence",
            "a repetition is not answered",
            choices ->
                new Faulty(choices) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Received(Request m)
                            && state.value(m.key()).isPresent()
                        ? Optional.empty()
                        : super.step(state, input);
                  }
                })
        .twin("in-silence");
    request(
            "latest-key",
            "the service keeps the latest key of a process, and forgets those before it",
            EffectServiceMutants::value,
            (state, m, value) ->
                state.value(m.key()).isPresent()
                    ? state
                    : withoutKeysOf(state, m).done(m, value).recorded(m.key(), value))
        .twin("latest-key");
    request(
        "value-of-first",
        "every repetition is answered with the value of the first step",
        (state, m) ->
            state.value(m.key()).isPresent()
                ? state.value(new Key(m.process(), 1)).orElse(state.current())
                : state.current(),
        (state, m, value) ->
            state.value(m.key()).isPresent()
                ? state
                : state.done(m, value).recorded(m.key(), value));
    mutants.never("never-changes", "the world stays as it is", "Change");
  }

  private static Value value(State state, Request m) {
    return state.value(m.key()).orElse(state.current());
  }

  private static State withoutKeysOf(State state, Request m) {
    SortedMap<Key, Value> left = new TreeMap<>(state.recorded());
    left.keySet().removeIf(key -> key.process().equals(m.key().process()));
    return new State(state.current(), state.effects(), left);
  }

  /** A service to put a fault into. */
  private static class Faulty extends EffectService {
    Faulty(Choices choices) {
      super(choices.process(), choices.value());
    }
  }

  /** What a service answers. */
  @FunctionalInterface
  private interface Told {
    Value of(State state, Request m);
  }

  private Mutants<Message> request(String id, String fault, Told told, Wrong wrong) {
    return service(
        id,
        fault,
        choices ->
            new Faulty(choices) {
              @Override
              protected Step<State, Message> rcvRequest(State state, Request m) {
                Value value = told.of(state, m);
                return reply(m, wrong.of(state, m, value), value);
              }
            });
  }

  private Mutants<Message> service(
      String id, String fault, Function<Choices, ? extends EffectService> faulty) {
    return mutants.add(
        id, fault, constants -> RestartBinding.cluster(constants, faulty, Choices::runner));
  }
}
