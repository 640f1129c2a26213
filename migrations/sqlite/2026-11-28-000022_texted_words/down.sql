DROP TABLE texted_words;
