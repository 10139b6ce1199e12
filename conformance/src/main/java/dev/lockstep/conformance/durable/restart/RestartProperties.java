package dev.lockstep.conformance.durable.restart;

import static dev.lockstep.conformance.durable.restart.RestartBinding.caller;
import static dev.lockstep.conformance.durable.restart.RestartBinding.runner;
import static dev.lockstep.conformance.durable.restart.RestartBinding.service;

import dev.lockstep.conformance.World;
import dev.lockstep.conformance.durable.restart.RestartBinding.Choices;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.Argument;
import dev.lockstep.durable.restart.Effect;
import dev.lockstep.durable.restart.EffectService;
import dev.lockstep.durable.restart.Key;
import dev.lockstep.durable.restart.Message;
import dev.lockstep.durable.restart.Message.Answer;
import dev.lockstep.durable.restart.ProcessId;
import dev.lockstep.simulation.Property;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The properties of restart.
 *
 * @see "Restart.tla, whose names these have"
 */
final class RestartProperties {

  private final Choices choices;

  private RestartProperties(Choices choices) {
    this.choices = choices;
  }

  static List<Property<Message>> all(Choices choices) {
    RestartProperties of = new RestartProperties(choices);
    return List.of(
        Property.invariant("AtMostOnce", of.ofEach(RestartProperties::isOnce)),
        Property.invariant("InOrder", of.ofEach(RestartProperties::isInOrder)),
        Property.invariant("OfOneRun", of.ofEach(of::isOfOneRun)),
        Property.invariant("EffectsAreRecorded", of::effectsAreRecorded),
        Property.invariant("KnownIsDone", of::knownIsDone),
        Property.invariant("ResultIsOfEffects", of::resultIsOfEffects),
        Property.step("ResultIsFinal", of::resultIsFinal));
  }

  private Predicate<World<Message>> ofEach(Predicate<List<Effect>> property) {
    return world ->
        choices.process().stream().allMatch(p -> property.test(service(world).effects(p)));
  }

  private static boolean isOnce(List<Effect> effects) {
    return effects.stream().map(Effect::step).distinct().count() == effects.size();
  }

  private static boolean isInOrder(List<Effect> effects) {
    return IntStream.range(0, effects.size())
        .filter(i -> effects.get(i).step() > 1)
        .allMatch(
            i ->
                effects.subList(0, i).stream()
                    .anyMatch(earlier -> earlier.step() == effects.get(i).step() - 1));
  }

  private boolean isOfOneRun(List<Effect> effects) {
    List<Value> values = valuesOf(effects);
    return choices.draw().stream()
        .anyMatch(
            draw ->
                IntStream.range(0, effects.size())
                    .allMatch(
                        i ->
                            effects
                                .get(i)
                                .argument()
                                .equals(Argument.after(draw, values.subList(0, i)))));
  }

  private boolean effectsAreRecorded(World<Message> world) {
    EffectService.State service = service(world);
    return choices.process().stream()
            .allMatch(
                p ->
                    service.effects(p).stream()
                        .allMatch(
                            effect ->
                                service
                                    .value(new Key(p, effect.step()))
                                    .filter(effect.value()::equals)
                                    .isPresent()))
        && service.recorded().entrySet().stream()
            .allMatch(
                known ->
                    cameOf(
                        service,
                        known.getKey().process(),
                        known.getKey().step(),
                        known.getValue()));
  }

  private boolean knownIsDone(World<Message> world) {
    return choices.runner().stream().allMatch(r -> knownIsDone(world, r))
        && world.network().messages().stream()
            .allMatch(
                m ->
                    !(m instanceof Answer(NodeId to, ProcessId p, int step, Value value))
                        || cameOf(service(world), p, step, value));
  }

  private boolean knownIsDone(World<Message> world, NodeId r) {
    return choices.process().stream()
        .allMatch(
            p -> {
              List<Value> outcomes = runner(world, r).run(p).outcomes();
              return IntStream.rangeClosed(1, outcomes.size())
                  .allMatch(k -> cameOf(service(world), p, k, outcomes.get(k - 1)));
            });
  }

  private static boolean cameOf(EffectService.State service, ProcessId p, int step, Value value) {
    return service.effects(p).stream()
        .anyMatch(effect -> effect.step() == step && effect.value().equals(value));
  }

  private boolean resultIsOfEffects(World<Message> world) {
    return choices.process().stream()
        .filter(p -> hasEnded(world, p))
        .allMatch(
            p -> {
              List<Value> values = valuesOf(service(world).effects(p));
              return values.size() == choices.steps() && values.equals(caller(world).result(p));
            });
  }

  private boolean resultIsFinal(World<Message> before, World<Message> after) {
    return choices.process().stream()
        .filter(p -> hasEnded(before, p))
        .allMatch(p -> caller(after).result(p).equals(caller(before).result(p)));
  }

  static boolean hasEnded(World<Message> world, ProcessId p) {
    return !caller(world).result(p).isEmpty();
  }

  private static List<Value> valuesOf(List<Effect> effects) {
    return effects.stream().map(Effect::value).toList();
  }
}
