using System.Text;
using CC.Frames;
using CC.Sdk;

namespace CC.Handlers.Tests;

/// <summary>Messages as they come in: with the address of the connection in front.</summary>
internal static class Messages
{
    public static Message Of(params ReadOnlySpan<string> frames)
    {
        Assert.Equal(MessageFault.None, Message.TryParse(Multipart.Create(frames), out var message));
        return message;
    }

    public static string[] Texts(this Multipart frames) => [.. frames.ToArrays().Select(Encoding.UTF8.GetString)];
}
