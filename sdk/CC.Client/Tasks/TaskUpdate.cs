using System.Text.Json;
using CC.Sdk;

namespace CC.Client.Tasks;

/// <summary>Something that has come of a task, or that its client has noticed.</summary>
public sealed record TaskUpdate
{
    /// <summary>The task.</summary>
    public required string TaskId { get; init; }

    /// <summary>One of <see cref="CC.Sdk.Bodies.TaskStatuses"/>; empty for an error, and for what the client itself has noticed.</summary>
    public string Status { get; init; } = "";

    /// <summary>The task's section; empty where it is not said.</summary>
    public string Handler { get; init; } = "";

    /// <summary>What there is to tell: an object; null for nothing.</summary>
    public JsonElement? Feedback { get; init; }

    /// <summary>Octets that came along; null for none.</summary>
    public ReadOnlyMemory<byte>? Blob { get; init; }

    /// <summary>Whether it was told before, and is told again because somebody has asked.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>What became of the task; null while it goes on. Nothing comes after it.</summary>
    public TaskOutcome? Outcome { get; init; }

    /// <summary>The code of an error, one of <see cref="CC.Sdk.Bodies.TaskErrors"/> as a rule; empty where there is none.</summary>
    public string Code { get; init; } = "";

    /// <summary>What there is to say to people: of an error, or of what the client has noticed; empty for a reply.</summary>
    public string Text { get; init; } = "";

    /// <summary>The message itself; null for what the client has noticed.</summary>
    public Message? Message { get; init; }

    /// <summary>A program's exit code, or what stands for it: <c>rc</c> of the feedback.</summary>
    public int? ExitCode => Field("rc") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var number) ? number : null;

    /// <summary>A program's output: <c>out</c> of the feedback, decoded; null if there is none.</summary>
    public byte[]? Output => Field("out") is { ValueKind: JsonValueKind.String } text ? Base64.Decode(text.GetString()!) : null;

    /// <summary>The type of the request that an error is about.</summary>
    internal string OriginalRequest { get; init; } = "";

    /// <summary>Whether the router says that the runner can be asked.</summary>
    internal bool CanBeAsked { get; init; }

    internal JsonElement? Field(string name) =>
        Feedback is { ValueKind: JsonValueKind.Object } feedback && feedback.TryGetProperty(name, out var value) ? value : null;
}
