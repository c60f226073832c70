"""What is set off as speech and has no cue beside it: marks, dialogue, answers, pull quotes, remarks."""
