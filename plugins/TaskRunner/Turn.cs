using System.Text.Json;
using CC.Sdk;

namespace CC.Plugins.TaskRunner;

/// <summary>Something that the runner's loop has to deal with.</summary>
internal abstract record Turn;

/// <summary>A message came.</summary>
internal sealed record Arrived(Message Message) : Turn;

/// <summary>A task tells something.</summary>
internal sealed record Told(TaskEntry Entry, JsonElement Content, ReadOnlyMemory<byte>? Blob) : Turn;

/// <summary>A task has ended.</summary>
internal sealed record Ended(TaskEntry Entry, TaskOutcome Outcome) : Turn;

/// <summary>How a task has ended.</summary>
/// <param name="Turn">What has happened.</param>
/// <param name="Message">What there is to say about it.</param>
internal sealed record TaskOutcome(TaskTurn Turn, string Message = "");
