"""RawDocument in, Analysed or Rejected out: pure, parallel, no clock, file or network."""
