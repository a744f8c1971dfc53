using System.Net;

namespace CC.Supervision.Webhooks;

/// <summary>Decides whether, and when, an event is told again.</summary>
internal static class WebhookRetry
{
    /// <summary>How long to wait before the next attempt; null if there is to be none.</summary>
    /// <param name="options">The rules.</param>
    /// <param name="attempts">How many there have been.</param>
    /// <param name="answer">The last one's status; null if there was no answer.</param>
    public static TimeSpan? Decide(WebhookOptions options, int attempts, HttpStatusCode? answer)
    {
        if (attempts >= options.Attempts || (answer is { } status && !MayChange(status)))
        {
            return null;
        }

        var pause = options.FirstPause * Math.Pow(2, Math.Min(attempts, 32) - 1);
        return pause < options.LongestPause ? pause : options.LongestPause;
    }

    /// <summary>Whether the same request may be answered differently later.</summary>
    private static bool MayChange(HttpStatusCode status) => (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
}
