namespace CC.Supervision.Webhooks;

/// <summary>A URL that is told of events.</summary>
/// <param name="Pattern">The name of an event, or what names begin with: <c>job.default</c> is for <c>job.default.web.exit</c> too; <c>.</c> for all.</param>
/// <param name="Url">Where they are posted to, as JSON.</param>
public sealed record Webhook(string Pattern, Uri Url)
{
    /// <summary>Whether an event is one of those.</summary>
    public bool Takes(string name)
    {
        var pattern = Pattern.AsSpan().TrimEnd('.');
        return pattern.IsEmpty || (name.AsSpan().StartsWith(pattern) && (name.Length == pattern.Length || name[pattern.Length] == '.'));
    }
}
