"""From files to labelled tables: answers, head counts and summaries, each checked before anything is used."""
