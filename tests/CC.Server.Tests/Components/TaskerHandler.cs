using CC.Sdk;
using CC.Sdk.Options;

namespace CC.Server.Tests.Components;

public sealed record TaskerOptions
{
    [Option(Refers = SectionKind.Task)]
    public IReadOnlyList<string> Tasks { get; init; } = [];
}

/// <summary>Lists tasks, as a runner does.</summary>
[Handler("tasker")]
public sealed class TaskerHandler(TaskerOptions options) : IHandler
{
    public TaskerOptions Options => options;

    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken) => default;
}
