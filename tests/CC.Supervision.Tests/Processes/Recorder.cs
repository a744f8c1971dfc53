using System.Text;

namespace CC.Supervision.Tests.Processes;

/// <summary>Keeps what a process writes, by stream.</summary>
internal sealed class Recorder
{
    private readonly Dictionary<int, MemoryStream> streams = [];

    public Task Receive(int stream, ReadOnlySpan<byte> octets)
    {
        lock (streams)
        {
            if (!streams.TryGetValue(stream, out var all))
            {
                streams[stream] = all = new MemoryStream();
            }

            all.Write(octets);
        }

        return Task.CompletedTask;
    }

    public string Text(int stream)
    {
        lock (streams)
        {
            return streams.TryGetValue(stream, out var all) ? Encoding.UTF8.GetString(all.ToArray()) : "";
        }
    }

    public byte[] Octets(int stream)
    {
        lock (streams)
        {
            return streams.TryGetValue(stream, out var all) ? all.ToArray() : [];
        }
    }

    public long Length(int stream)
    {
        lock (streams)
        {
            return streams.TryGetValue(stream, out var all) ? all.Length : 0;
        }
    }
}
