export const RUN_QUESTION = "What did this run do and cost?";
