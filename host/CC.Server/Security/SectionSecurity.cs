using CC.Client.Security;
using CC.Sdk.Options;
using Microsoft.Extensions.Logging;

namespace CC.Server.Security;

/// <summary>The keys and certificates of sections, opened once for each, and kept for as long as the options are the same: what was remembered of messages stays. Thread-safe.</summary>
internal sealed partial class SectionSecurity(TimeProvider time, ILogger logger)
{
    private readonly Lock changing = new();
    private readonly Dictionary<string, (CmsOptions Options, MessageSecurity Security)> opened = [];

    /// <summary>What a section's messages are signed and verified with; null if nothing is.</summary>
    /// <exception cref="CC.Sdk.OptionsException">The options can't be used, though they could be before.</exception>
    public MessageSecurity? For(string section, CmsOptions options)
    {
        if (!options.AreInUse)
        {
            return null;
        }

        lock (changing)
        {
            if (!opened.TryGetValue(section, out var known) || !OptionsBinder.AreSame(known.Options, options))
            {
                known = (options, MessageSecurity.Open(options, time, why => Log.NotReloaded(logger, section, why)));
                opened[section] = known;
            }

            return known.Security;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "[{Section}] certificates or keys have changed, and those before stay in use: {Why}")]
        public static partial void NotReloaded(ILogger logger, string section, string why);
    }
}
