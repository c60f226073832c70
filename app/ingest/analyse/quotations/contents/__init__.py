"""What a cue attributes: where it begins, where it ends, left and right of the frame."""
