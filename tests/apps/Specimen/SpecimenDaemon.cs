using CC.Sdk;

namespace CC.Plugins.Specimen;

/// <summary>Runs until it is told to stop.</summary>
[Daemon("specimen")]
public sealed class SpecimenDaemon(SpecimenOptions options, ComponentContext context) : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        options.Count > 0 && context.Section.Length > 0 ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
}
