using System.Collections.Concurrent;
using CC.Sdk.Testing.Fakes;
using Microsoft.Extensions.Logging;

namespace CC.Server.Tests;

/// <summary>Loggers of any name that remember what they are told.</summary>
internal sealed class RecordingLoggers : ILoggerFactory
{
    private readonly ConcurrentDictionary<string, RecordingLogger<RecordingLoggers>> loggers = new();

    /// <summary>What was logged under a name.</summary>
    public RecordingLogger<RecordingLoggers> this[string name] => loggers.GetOrAdd(name, _ => new RecordingLogger<RecordingLoggers>());

    /// <summary>All warnings and errors, whoever has logged them.</summary>
    public IEnumerable<string> Complaints =>
        loggers.Values.SelectMany(logger => logger.Lines).Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => this[categoryName];

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
