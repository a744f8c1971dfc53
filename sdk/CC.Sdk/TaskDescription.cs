namespace CC.Sdk;

/// <summary>A task that a section configures, as those see it who have it run.</summary>
/// <param name="Section">The section, which tasks are sent for.</param>
/// <param name="Task">The task's name in its plugin; empty for a program.</param>
/// <param name="Summary">What it does, in a sentence; may be empty.</param>
/// <param name="Parameters">What it takes, as <see cref="TaskAttribute.Parameters"/> has it.</param>
/// <param name="TimeLimit">How long it may take; <see cref="TimeSpan.Zero"/> if its section does not say.</param>
/// <param name="MaxAtOnce">How many of it may run at once; 0 for any number.</param>
public sealed record TaskDescription(string Section, string Task, string Summary, IReadOnlyList<string> Parameters, TimeSpan TimeLimit, int MaxAtOnce);
