package dev.lockstep.benchmarks;

import org.openjdk.jmh.annotations.Fork;

/** What benchmarks that use TLC have in common: the JVM in which they run. */
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx2g",
      "-XX:+IgnoreUnrecognizedVMOptions",
      "--sun-misc-unsafe-memory-access=allow"
    })
public abstract class TlcBenchmark {}
