using System.Text.Json;
using System.Text.Json.Serialization;
using CC.Client.Security;
using CC.Sdk;
using CC.Server.Components;
using CC.Zmtp;
using Microsoft.Extensions.Logging;

namespace CC.Server.Isolation;

/// <summary>
/// What a node tells the process that is to run a component: the first line that the process reads. It has what the node itself goes by, so that a
/// configuration that was changed meanwhile, and not taken on, means nothing to either; and nobody else sees what is in it.
/// </summary>
internal sealed record ComponentOrder
{
    /// <summary>The plugin's file; empty for a task that is a program.</summary>
    public required string Plugin { get; init; }

    /// <summary>Whose signature the plugin must have; empty for none.</summary>
    public required string SignatureCa { get; init; }

    /// <summary>What the component is.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>The component's name in the plugin.</summary>
    public required string Component { get; init; }

    /// <summary>Whether the component is only made and ended again, to see whether it can be made.</summary>
    public required bool IsTrial { get; init; }

    public required string Section { get; init; }

    public required string JobName { get; init; }

    public required string HostName { get; init; }

    /// <summary>The values of the section that are options of the component.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The sections that are parts of the daemon's configuration, with the values of their options.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Parts { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The node's endpoint, as it can be connected to from this machine.</summary>
    public required string Endpoint { get; init; }

    public required int HighWaterMark { get; init; }

    public required int MaxMessageSize { get; init; }

    public required TimeSpan Linger { get; init; }

    /// <summary>Log lines below it are not worth sending.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>How many files may be open at once; 0 is no limit of this process's own.</summary>
    public required int MaxFiles { get; init; }

    /// <summary>What it signs and verifies messages with; null for nothing.</summary>
    public CmsOptions? Security { get; init; }

    /// <summary>How long the component may take to end.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>What a task is asked for.</summary>
    public OrderedTask? Task { get; init; }

    /// <summary>The socket that leads to the node.</summary>
    public ZmtpSocketOptions Socket(TimeProvider time) => new()
    {
        SendHighWaterMark = HighWaterMark,
        ReceiveHighWaterMark = HighWaterMark,
        MaxMessageSize = MaxMessageSize,
        Linger = Linger,
        Time = time,
    };
}

/// <summary>What a task is asked for (<see cref="TaskRequest"/>).</summary>
internal sealed record OrderedTask(string Id, string Handler, string Host, string Hostname, Dictionary<string, JsonElement> Parameters, byte[] Body, byte[] Signature, Dictionary<string, string> Environment)
{
    public static OrderedTask Of(TaskRequest request) => new(
        request.Id, request.Handler, request.Host, request.Hostname, request.Parameters.ToDictionary(), request.Body.ToArray(), request.Signature.ToArray(), request.Environment.ToDictionary());

    public TaskRequest ToRequest() => new(Id, Handler, Host, Hostname, Parameters) { Body = Body, Signature = Signature, Environment = Environment };
}

[JsonSerializable(typeof(ComponentOrder))]
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
internal sealed partial class ComponentOrderJson : JsonSerializerContext;
