using CC.Sdk;
using CC.Supervision.Webhooks;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.JobMgr.Supervised;

/// <summary>Counts what becomes of events that URLs are told of, and says in the log when one stops taking them, and when it takes them again.</summary>
internal sealed partial class WebhookReport(IMetrics metrics, ILogger logger)
{
    private readonly Lock gate = new();
    private readonly HashSet<Uri> failing = [];
    private readonly ICounter sent = metrics.Counter("webhooks.sent");
    private readonly ICounter delayed = metrics.Counter("webhooks.delayed");
    private readonly ICounter failed = metrics.Counter("webhooks.failed");
    private readonly ICounter dropped = metrics.Counter("webhooks.dropped");

    public void Tell(Uri url, WebhookOutcome outcome, string why)
    {
        var counter = outcome switch
        {
            WebhookOutcome.Sent => sent,
            WebhookOutcome.Delayed => delayed,
            WebhookOutcome.Failed => failed,
            _ => dropped,
        };
        counter.Add(1);
        var isWell = outcome == WebhookOutcome.Sent;
        lock (gate)
        {
            if (isWell ? !failing.Remove(url) : !failing.Add(url))
            {
                return;
            }
        }

        if (isWell)
        {
            Log.Well(logger, Shown(url));
        }
        else
        {
            Log.Failing(logger, Shown(url), why);
        }
    }

    /// <summary>Without what may be a secret: of a path with several parts, the first has to do.</summary>
    internal static string Shown(Uri url) => $"{url.Scheme}://{url.Authority}{(url.Segments is [_, var first, _, ..] ? $"/{first}..." : url.AbsolutePath)}";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the webhook {Url} takes no events: {Why}; webhooks.delayed, .failed and .dropped count what becomes of them")]
        public static partial void Failing(ILogger logger, string url, string why);

        [LoggerMessage(2, LogLevel.Information, "the webhook {Url} takes events again")]
        public static partial void Well(ILogger logger, string url);
    }
}
