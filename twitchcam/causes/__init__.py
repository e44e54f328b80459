"""From evidence and answers to causes: what they share with what is described of each."""
