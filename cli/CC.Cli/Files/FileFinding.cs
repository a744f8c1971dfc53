using System.Text.Json.Serialization;

namespace CC.Cli.Files;

/// <summary>How a file compares at both ends.</summary>
internal sealed record FileFinding
{
    public const string Identical = "identical";
    public const string Different = "different";

    /// <summary>The target has nothing of what is acknowledged.</summary>
    public const string Missing = "missing";

    /// <summary>The source is not there any more, and can't be compared.</summary>
    public const string Gone = "gone";

    /// <summary>Nothing is acknowledged yet.</summary>
    public const string Waiting = "waiting";

    /// <summary>One end could not say.</summary>
    public const string Unreadable = "unreadable";

    [JsonPropertyName("filename")]
    public required string Filename { get; init; }

    [JsonPropertyName("finding")]
    public required string Finding { get; init; }

    [JsonPropertyName("begin")]
    public long Begin { get; init; }

    [JsonPropertyName("end")]
    public long End { get; init; }

    [JsonPropertyName("target")]
    public string Target { get; init; } = "";

    [JsonPropertyName("text")]
    public string Text { get; init; } = "";

    /// <summary>Whether it is a reason for concern.</summary>
    [JsonIgnore]
    public bool IsBad => Finding is Different or Missing or Unreadable;
}
