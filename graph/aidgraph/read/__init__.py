"""From files to text and statements, with every character and cell traceable to where it stood."""
