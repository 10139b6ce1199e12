package dev.lockstep.history.linearizability;

import dev.lockstep.history.History;
import dev.lockstep.history.Operation;
import dev.lockstep.history.Outcome;
import dev.lockstep.history.Value;
import dev.lockstep.history.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Histories from a seed: processes invoke operations of a model, which take effect at some time
 * before they return, on a sequential object written here once more. With {@code wrong}, some
 * answers are replaced by others, or given without any effect.
 */
final class RandomHistory {

  private record Call(
      int process, String function, Value argument, int invoked, @Nullable Value result) {}

  private final Model model;
  private final Random random;
  private final int values;
  private final List<Value> contents = new ArrayList<>();
  private Value register = Value.Nil.NIL;

  private RandomHistory(Model model, Random random, int values) {
    this.model = model;
    this.random = random;
    this.values = values;
  }

  /**
   * Makes a history.
   *
   * @param lost of a hundred operations, how many are never answered
   * @param wrong of a hundred answers, how many are replaced
   */
  static History of(
      Model model, long seed, int operations, int processes, int values, int lost, int wrong) {
    return new RandomHistory(model, new Random(seed), values)
        .run(operations, processes, lost, wrong);
  }

  private History run(int count, int processes, int lost, int wrong) {
    List<Call> open = new ArrayList<>();
    List<Operation> done = new ArrayList<>();
    int position = 0;
    int begun = 0;
    int nextProcess = processes;
    List<Integer> idle = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      idle.add(i);
    }
    while (begun < count || !open.isEmpty()) {
      int choice = random.nextInt(3);
      if (choice == 0 && begun < count && !idle.isEmpty()) {
        int chosen = random.nextInt(idle.size());
        int process = idle.get(chosen);
        idle.set(chosen, idle.getLast());
        idle.removeLast();
        String function = function();
        open.add(new Call(process, function, argument(function), position++, null));
        begun++;
      } else if (choice == 1 && !open.isEmpty()) {
        int index = random.nextInt(open.size());
        Call call = open.get(index);
        if (call.result() == null) {
          Value result = apply(call);
          if (result != null) {
            open.set(
                index,
                new Call(call.process(), call.function(), call.argument(), call.invoked(), result));
          }
        }
      } else if (choice == 2 && !open.isEmpty()) {
        int index = random.nextInt(open.size());
        Call call = open.get(index);
        boolean stuck = begun == count && open.stream().allMatch(other -> other.result() == null);
        if (random.nextInt(100) < lost || (stuck && random.nextInt(20) == 0)) {
          open.remove(index);
          done.add(operation(call, Outcome.PENDING, Operation.NEVER));
          idle.add(nextProcess++);
        } else if (call.result() != null || random.nextInt(400) < wrong) {
          open.remove(index);
          boolean replaced = random.nextInt(100) < wrong;
          Value result = replaced ? wrong(call) : answer(call);
          done.add(
              operation(
                  new Call(
                      call.process(), call.function(), call.argument(), call.invoked(), result),
                  Outcome.OK,
                  position++));
          idle.add(call.process());
        }
      }
    }
    done.sort((a, b) -> Integer.compare(a.invoked(), b.invoked()));
    List<Operation> numbered = new ArrayList<>();
    for (Operation o : done) {
      numbered.add(
          new Operation(
              numbered.size(),
              o.process(),
              o.function(),
              o.key(),
              o.argument(),
              o.result(),
              o.outcome(),
              o.invoked(),
              o.returned(),
              o.invokedLine(),
              o.returnedLine()));
    }
    return new History("random", numbered, 0, List.of());
  }

  private static Operation operation(Call call, Outcome outcome, int returned) {
    Value result = call.result();
    return new Operation(
        0,
        new Value.Int(call.process()),
        call.function(),
        Value.Nil.NIL,
        call.argument(),
        outcome == Outcome.PENDING || result == null ? Value.Nil.NIL : result,
        outcome,
        call.invoked(),
        returned,
        call.invoked() + 1,
        outcome == Outcome.PENDING ? 0 : returned + 1);
  }

  private String function() {
    List<String> all =
        switch (model) {
          case REGISTER -> List.of("read", "write");
          case CAS_REGISTER -> List.of("read", "write", "cas");
          case KEY_VALUE -> List.of("get", "get", "put", "append", "delete", "cas");
          case QUEUE -> List.of("enqueue", "dequeue");
          case STACK -> List.of("push", "pop");
          case MUTEX -> List.of("acquire", "release");
          case SET -> List.of("add", "remove", "contains", "read");
        };
    return all.get(random.nextInt(all.size()));
  }

  private Value value() {
    int number = random.nextInt(values);
    return model == Model.KEY_VALUE
        ? new Value.Text(Character.toString((char) ('a' + number)))
        : new Value.Int(number);
  }

  private Value argument(String function) {
    return switch (function) {
      case "cas" -> new Value.Sequence(List.of(value(), value()));
      case "write", "put", "append", "enqueue", "push", "add", "remove", "contains" -> value();
      default -> Value.Nil.NIL;
    };
  }

  private Value wrong(Call call) {
    return switch (call.function()) {
      case "read" -> model == Model.SET ? new Value.Sequence(List.of(value())) : value();
      case "get", "dequeue", "pop" -> random.nextInt(4) == 0 ? Value.Nil.NIL : value();
      case "contains", "cas", "add", "remove" -> new Value.Bool(random.nextBoolean());
      default -> answer(call);
    };
  }

  /** The answer; of what did not take effect and is answered all the same, the shape of one. */
  private Value answer(Call call) {
    Value result = call.result();
    if (result != null) {
      return result;
    }
    return switch (call.function()) {
      case "contains" -> new Value.Bool(false);
      case "read" -> model == Model.SET ? new Value.Sequence(List.of()) : Value.Nil.NIL;
      default -> Value.Nil.NIL;
    };
  }

  /** Returns the answer, or null if it has to wait. */
  private @Nullable Value apply(Call call) {
    Value argument = call.argument();
    return switch (call.function()) {
      case "read", "get" -> model == Model.SET ? new Value.Sequence(contents) : register;
      case "write", "put" -> become(argument);
      case "append" ->
          become(new Value.Text((register.isNil() ? "" : register.plain()) + argument.plain()));
      case "delete" -> become(Value.Nil.NIL);
      case "cas" -> {
        List<Value> pair = ((Value.Sequence) argument).elements();
        boolean same = register.equals(pair.getFirst());
        become(same ? pair.getLast() : register);
        yield new Value.Bool(same);
      }
      case "enqueue", "push" -> {
        contents.add(argument);
        yield Value.Nil.NIL;
      }
      case "dequeue" -> contents.isEmpty() ? Value.Nil.NIL : contents.removeFirst();
      case "pop" -> contents.isEmpty() ? Value.Nil.NIL : contents.removeLast();
      case "acquire" -> register.isNil() ? become(new Value.Int(call.process())) : null;
      case "release" ->
          register.equals(new Value.Int(call.process())) ? become(Value.Nil.NIL) : null;
      case "add" -> new Value.Bool(!contents.contains(argument) && contents.add(argument));
      case "remove" -> new Value.Bool(contents.remove(argument));
      case "contains" -> new Value.Bool(contents.contains(argument));
      default -> throw new AssertionError(call.function());
    };
  }

  private Value become(Value value) {
    register = value;
    return Value.Nil.NIL;
  }
}
