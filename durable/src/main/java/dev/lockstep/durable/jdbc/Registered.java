package dev.lockstep.durable.jdbc;

import org.jspecify.annotations.Nullable;

/** A program that this process has. */
record Registered<I, O>(
    String name, Class<I> inputType, Class<O> resultType, DurableProgram<I, O> program) {

  /** Runs it, and returns its result as JSON. */
  String run(Context context, String input, Json json) throws Exception {
    String where = "execution \"" + context.id() + "\", ";
    I value = json.read(where + "the input", input, inputType);
    return json.write(where + "the result", result(context, value));
  }

  // Null is an input, and a result, of a program that says so in its own types.
  @SuppressWarnings("NullAway")
  private @Nullable O result(Context context, @Nullable I input) throws Exception {
    return program.run(context, input);
  }
}
