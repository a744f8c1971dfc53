using CC.Frames;
using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Messaging;

/// <summary>Brings answers to the links within a process. Never waits; what can't be delivered is counted.</summary>
internal sealed partial class LinkDelivery(LinkTable links, Traffic traffic, ILogger logger)
{
    /// <summary>Whether there is a link of that address.</summary>
    public bool IsThere(ReadOnlySpan<byte> address) => links.Find(address) is not null;

    /// <summary>Delivers frames without the address in front of them; false if they were dropped.</summary>
    public bool Deliver(ReadOnlySpan<byte> address, in Multipart frames)
    {
        if (links.Find(address) is not { } receive)
        {
            traffic.Dropped(DropReasons.Unroutable, frames.ContentLength);
        }
        else if (Message.TryParse(frames, out var message) is not MessageFault.None and var fault)
        {
            traffic.Malformed(fault, frames.ContentLength);
        }
        else
        {
            _ = ReceiveAsync(receive, message.Arrived());
            return true;
        }

        return false;
    }

    private async Task ReceiveAsync(Func<Message, ValueTask> receive, Message message)
    {
        try
        {
            await receive(message);
        }
        catch (Exception failure)
        {
            Log.LinkFailed(logger, failure, message.Type);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Error, "the receiver of an answer of type {Type} failed")]
        public static partial void LinkFailed(ILogger logger, Exception failure, string type);
    }
}
