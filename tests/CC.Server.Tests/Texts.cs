using System.Text;
using CC.Sdk;

namespace CC.Server.Tests;

/// <summary>Messages whose body is a text, to tell them apart by.</summary>
internal static class Texts
{
    public static Message Message(string type, string body = "{}", MessageRoute route = default) =>
        Sdk.Message.Create(type, Encoding.UTF8.GetBytes(body), route: route);

    public static string Body(this Message message) => Encoding.UTF8.GetString(message.Body.Span);
}
