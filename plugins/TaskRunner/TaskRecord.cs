using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Plugins.TaskRunner;

/// <summary>What is remembered of a task, and outlives the runner.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Uid">The label that answers carry in their type; the same, unless a client does otherwise.</param>
/// <param name="Handler">The section.</param>
/// <param name="Accepted">When it was accepted, in seconds since 1970.</param>
internal sealed record TaskRecord(string Id, string Uid, string Handler, double Accepted)
{
    /// <summary>Only the status of its end is ever written.</summary>
    public string Status { get; init; } = TaskStatuses.Starting;

    /// <summary>When it has ended; 0 if it has not.</summary>
    public double Ended { get; init; }

    /// <summary>Its exit code, if it has one.</summary>
    public int? Rc { get; init; }

    /// <summary>Why it has failed, or was stopped.</summary>
    public string? Msg { get; init; }

    /// <summary>What is told with its end.</summary>
    public JsonElement? Feedback { get; init; }

    /// <summary>Whether the router has confirmed its end.</summary>
    public bool IsTaken { get; init; }

    [JsonIgnore]
    public bool HasEnded => TaskStatuses.IsFinal(Status);
}

/// <summary>A line of the journal: a task as it is now, or that the end of one is confirmed.</summary>
internal sealed record JournalLine(TaskRecord? Task = null, string? Taken = null);
