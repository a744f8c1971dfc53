using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Specimen;

/// <summary>Does what plugins do: reads a body, logs, answers, and looks at its options.</summary>
[Handler("specimen")]
public sealed partial class SpecimenHandler(SpecimenOptions options, IMessages messages, ILogger<SpecimenHandler> logger) : IHandler
{
    public ValueTask HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var asked = messages.Open(message, SpecimenJson.Default.SpecimenBody);
        Log.Asked(logger, asked.Text, options.Mode);
        messages.Reply(message, asked with { Text = $"{options.Greeting}, {asked.Text}", Mode = options.Mode }, SpecimenJson.Default.SpecimenBody);
        return default;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "asked for {Text} in mode {Mode}")]
        public static partial void Asked(ILogger logger, string text, SpecimenMode mode);
    }
}
