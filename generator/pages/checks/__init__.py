"""What an editor may have to mend on the pages, told at once and in order of place."""
