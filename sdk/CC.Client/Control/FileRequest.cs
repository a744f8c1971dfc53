using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CC.Sdk.Bodies;

namespace CC.Client.Control;

/// <summary>A request about files that are carried: <see cref="ControlTypes.FilesStatus"/> or <see cref="ControlTypes.FilesHash"/>.</summary>
public sealed record FileRequest : MessageBody
{
    /// <summary>The section of who carries them; empty for all.</summary>
    [JsonPropertyName("section")]
    [AllowNull]
    public string Section { get; init => field = value ?? ""; } = "";

    /// <summary>Only files whose name matches, with <c>*</c> and <c>?</c> for any characters; empty for all.</summary>
    [JsonPropertyName("match")]
    [AllowNull]
    public string Match { get; init => field = value ?? ""; } = "";

    /// <summary>How many files to leave out, since they were told of before.</summary>
    [JsonPropertyName("skip")]
    public int Skip { get; init; }

    /// <summary>The file to hash: the machine that it comes from.</summary>
    [JsonPropertyName("host")]
    [AllowNull]
    public string Host { get; init => field = value ?? ""; } = "";

    /// <summary>The file to hash: its path there.</summary>
    [JsonPropertyName("filename")]
    [AllowNull]
    public string Filename { get; init => field = value ?? ""; } = "";

    /// <summary>The file to hash: its device there.</summary>
    [JsonPropertyName("st_dev")]
    public ulong StDev { get; init; }

    /// <summary>The file to hash: its inode there.</summary>
    [JsonPropertyName("st_ino")]
    public ulong StIno { get; init; }

    /// <summary>The file to hash: which of its contents.</summary>
    [JsonPropertyName("gen")]
    [AllowNull]
    public string Gen { get; init => field = value ?? ""; } = "";

    /// <summary>The offset of the first octet to hash, in the source.</summary>
    [JsonPropertyName("begin")]
    public long Begin { get; init; }

    /// <summary>The offset after the last one.</summary>
    [JsonPropertyName("end")]
    public long End { get; init; }
}
