using System.Text.Encodings.Web;
using System.Text.Json;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.LogTail;

/// <summary>Gives up contents that the receiver will never store, so that others are not held up by them.</summary>
internal sealed partial class Refusal(FlowList flows, IMetrics metrics, ILogger logger)
{
    /// <summary>A <see cref="FragmentAck.Gap"/>.</summary>
    public const int Gap = 3;

    private readonly ICounter refused = metrics.Counter("tailed_refused_bytes");

    /// <summary>Takes a refusal; false if it is about nothing that is still to be carried.</summary>
    public bool Take(FragmentAck ack, TimeSpan now)
    {
        var flow = flows.All.FirstOrDefault(flow => FlowList.IsOf(flow, ack) && flow.Generation.ToString() == ack.Gen && !flow.IsDone);
        if (flow is null)
        {
            return false;
        }

        var octets = flow.Extent - flow.Acked;
        refused.Add(octets);
        Log.Refused(logger, JsonEncodedText.Encode(flow.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping), octets);
        flow.GiveUp(now);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "the receiver stores no file of the name {Name}, which is not valid there or too long; {Octets} octets are not carried, nor what is appended")]
        public static partial void Refused(ILogger logger, JsonEncodedText name, long octets);
    }
}
