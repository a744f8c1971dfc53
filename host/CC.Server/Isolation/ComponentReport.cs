using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>What a component's process tells its node: a line of its standard output.</summary>
internal sealed record ComponentReport
{
    /// <summary>Something that the component has logged.</summary>
    public LoggedLine? Log { get; init; }

    /// <summary>What was counted since the last report.</summary>
    public IReadOnlyDictionary<string, long>? Add { get; init; }

    /// <summary>An event that the component tells of.</summary>
    public ToldEvent? Event { get; init; }

    /// <summary>Whether the component was tried out, and could be made. An exit code alone could be its own.</summary>
    public bool? Tried { get; init; }

    /// <summary>Why the component has ended, if it has failed.</summary>
    public string? Failed { get; init; }

    /// <summary>Something that a task tells who has asked for it.</summary>
    public ToldFeedback? Feedback { get; init; }

    /// <summary>What a task has as its result.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why a task refuses what it is asked for.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether a task has come to its end, and done what it was for.</summary>
    public bool? Done { get; init; }

    /// <summary>Whether a failed task has vanished: the program that it is was killed.</summary>
    public bool? Vanished { get; init; }
}

/// <summary>A line of a component's log. Whoever logs without generated code names no event; what is null is not written, so it must not be required.</summary>
internal sealed record LoggedLine(LogLevel Level, int Id, DateTimeOffset Time, string Text, string? Event = null);

/// <summary>An event: its name, and what is to be known about it.</summary>
internal sealed record ToldEvent(string Name, JsonElement Payload);

/// <summary>A task's feedback, and what goes with it.</summary>
internal sealed record ToldFeedback(JsonElement Content, byte[]? Blob = null);

[JsonSerializable(typeof(ComponentReport))]
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class ComponentReportJson : JsonSerializerContext;
