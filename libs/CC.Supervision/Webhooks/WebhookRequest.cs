using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace CC.Supervision.Webhooks;

/// <summary>An event on its way to a URL.</summary>
/// <param name="Event">Its name.</param>
/// <param name="Delivery">What all attempts to tell of it have in common, and no other event has.</param>
/// <param name="Body">The event as JSON.</param>
internal sealed record WebhookRequest(string Event, string Delivery, byte[] Body)
{
    /// <summary>The request, signed as GitHub signs its own.</summary>
    public HttpRequestMessage To(Uri url, ReadOnlyMemory<byte> secret)
    {
        var content = new ByteArrayContent(Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Add("User-Agent", "CC-Webhook");
        request.Headers.Add("X-CC-Event", Event);
        request.Headers.Add("X-CC-Delivery", Delivery);
        if (!secret.IsEmpty)
        {
            request.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(secret.Span, Body))}");
        }

        return request;
    }
}
