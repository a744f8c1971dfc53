using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CC.Client.Control;

/// <summary>A file that a node carries, as this end knows it.</summary>
public sealed record FileDescription
{
    /// <summary>The value of <see cref="Role"/> where the file comes from.</summary>
    public const string Source = "source";

    /// <summary>The value of <see cref="Role"/> where it goes to.</summary>
    public const string Target = "target";

    /// <summary>The section of who carries it.</summary>
    [JsonPropertyName("section")]
    public required string Section { get; init; }

    /// <summary><see cref="Source"/> or <see cref="Target"/>.</summary>
    [JsonPropertyName("role")]
    public required string Role { get; init; }

    /// <summary>The machine that the file comes from.</summary>
    [JsonPropertyName("host")]
    public required string Host { get; init; }

    /// <summary>Its path there.</summary>
    [JsonPropertyName("filename")]
    public required string Filename { get; init; }

    /// <summary>Its device there.</summary>
    [JsonPropertyName("st_dev")]
    public ulong StDev { get; init; }

    /// <summary>Its inode there.</summary>
    [JsonPropertyName("st_ino")]
    public ulong StIno { get; init; }

    /// <summary>Which of its contents; empty where that is not known.</summary>
    [JsonPropertyName("gen")]
    [AllowNull]
    public string Gen { get; init => field = value ?? ""; } = "";

    /// <summary>Where it is on this machine.</summary>
    [JsonPropertyName("path")]
    [AllowNull]
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>The offset at which carrying it began, or before which this end has nothing of it.</summary>
    [JsonPropertyName("begin")]
    public long Begin { get; init; }

    /// <summary>The offset up to which it is at its target for good.</summary>
    [JsonPropertyName("acked")]
    public long Acked { get; init; }

    /// <summary>How long it is, in octets of the source, as far as this end knows.</summary>
    [JsonPropertyName("size")]
    public long Size { get; init; }

    /// <summary>Octets that are on their way.</summary>
    [JsonPropertyName("in_flight")]
    public long InFlight { get; init; }

    /// <summary>What is going on with it, in a word.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }
}
