package dev.lockstep.mapping;

/** A name in a mapping file and where it stands, for messages. */
record Word(String text, int line, int column) {}
