namespace CC.Client.Tasks;

/// <summary>What has come of a task, as far as it decides what to do next.</summary>
/// <param name="Status">The status of a reply; null for an error.</param>
/// <param name="Code">The code of an error; empty where it has none.</param>
/// <param name="IsRefusal">Whether a reply says in so many words that nothing was done.</param>
/// <param name="LacksExitCode">Whether a reply that is told for the first time has -1 for an exit code: nothing was done if nothing had begun.</param>
/// <param name="IsAnswering">Whether it shows that the runner can be asked.</param>
/// <param name="IsAboutQuestion">Whether an error is about a question, and not about the task itself.</param>
internal readonly record struct TaskNews(string? Status, string Code = "", bool IsRefusal = false, bool LacksExitCode = false, bool IsAnswering = false, bool IsAboutQuestion = false);
