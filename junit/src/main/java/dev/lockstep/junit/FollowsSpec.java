package dev.lockstep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which spec a {@link SpecTest} is about, and how far it goes: a protocol of Lockstep's catalog, or
 * a spec of one's own with a configuration that bounds it.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FollowsSpec {

  /** Returns the protocol of the catalog, for example {@code two-phase-commit}. */
  String protocol() default "";

  /** Returns the model of the protocol; by default the first that code is compared with. */
  String model() default "";

  /**
   * Returns the root module of a spec of one's own: a file relative to the working directory, or a
   * resource on the class path if it starts with {@code classpath:}.
   */
  String spec() default "";

  /** Returns its configuration; by default the file of the same name that ends in {@code .cfg}. */
  String config() default "";

  /** Returns the most steps of a path. */
  int maxLength() default 100;

  /** Returns how long the whole may take, in seconds; then it is inconclusive and fails. */
  int budgetSeconds() default 600;

  /** Returns the most states of the spec that are visited. */
  long maxStates() default 1_000_000;

  /** Returns how long a call of the driver may take, in milliseconds. */
  int stepTimeoutMillis() default 5_000;

  /** Returns whether steps that the spec forbids are tried as well. */
  boolean probe() default true;

  /** Returns actions that the code need not take, each as {@code "Action: reason"}. */
  String[] mayRefuse() default {};

  /** Returns actions that the code may take anywhere, each as {@code "Action: reason"}. */
  String[] mayAccept() default {};

  /** Returns the file to which the run to a difference is written, for a replay; empty for none. */
  String scenario() default "";
}
