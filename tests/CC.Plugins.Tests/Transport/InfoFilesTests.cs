using CC.Plugins.InfoSender;
using CC.Plugins.Tests.InfoSender;
using CC.Plugins.Tests.InfoWriter;
using CC.Sdk;
using CC.Sdk.Options;

namespace CC.Plugins.Tests.Transport;

/// <summary>A sender and a writer of whole files, with a link in between that loses, repeats and holds up what it carries.</summary>
public sealed class InfoFilesTests
{
    private const int Steps = 40;
    private const int Piece = 4096;

    private static readonly byte[] Address = Frames.Multipart.EncodeAddress("sender"u8);

    private static readonly InfoSenderOptions Options = new() { PieceBytes = new ByteSize(Piece), AckFiles = 3, AckWindow = new ByteSize(64 * 1024) };

    [Fact]
    public async Task Whatever_is_killed_or_lost_on_the_way_files_become_the_same()
    {
        for (var seed = 0; seed < 15; seed++)
        {
            await BecomesTheSameAsync(seed);
        }
    }

    private static async Task BecomesTheSameAsync(int seed)
    {
        var random = new Random(seed);
        using var departures = new Departures(Options);
        using var writer = new Writer(new() { HostSubdirs = true, Fsync = false });
        var held = new List<Message>();
        var answered = 0;

        for (var step = 0; step < Steps; step++)
        {
            Disturb(departures, writer, random, step);
            await departures.AfterAsync(random.NextDouble() * 3);
            foreach (var message in departures.OnTheWire.Concat(held.ToArray()))
            {
                Carry(message, random, held, writer);
            }

            answered = Answer(departures, writer, answered, () => random.Next(5) > 0);
        }

        for (var calm = 0; calm < 60; calm++)
        {
            await departures.AfterAsync(1);
            foreach (var message in departures.OnTheWire)
            {
                writer.Take(message.From(Address));
            }

            answered = Answer(departures, writer, answered, () => true);
        }

        foreach (var file in Directory.GetFiles(departures.Options.Infodir))
        {
            var copy = writer[$"testhost/{Path.GetFileName(file)}"];
            Assert.True(File.Exists(copy) && File.ReadAllBytes(file).SequenceEqual(File.ReadAllBytes(copy)), $"seed {seed}: {file} is not the same");
        }

        Assert.DoesNotContain(writer.Stored, name => Path.GetFileName(name).StartsWith('.'));
        await departures.AfterAsync(1000);
        Assert.Empty(departures.OnTheWire);
    }

    private static void Disturb(Departures departures, Writer writer, Random random, int step)
    {
        switch (random.Next(8))
        {
            case 0:
                departures.BeKilled();
                break;
            case 1:
                departures.Restart();
                break;
            case 2:
                departures.Save();
                break;
            case 3:
                writer.BeKilled();
                break;
            case 4 or 5:
                var name = $"info.{random.Next(5)}";
                departures.Write(name, new string((char)('a' + random.Next(26)), random.Next(5) * Piece));
                File.SetLastWriteTimeUtc(departures[name], DateTime.UnixEpoch.AddSeconds(step));
                break;
        }
    }

    private static void Carry(Message message, Random random, List<Message> held, Writer writer)
    {
        held.Remove(message);
        switch (random.Next(6))
        {
            case 0:
                break;
            case 1:
                held.Add(message);
                break;
            case 2:
                writer.Take(message.From(Address), message.From(Address));
                break;
            default:
                writer.Take(message.From(Address));
                break;
        }
    }

    private static int Answer(Departures departures, Writer writer, int answered, Func<bool> arrives)
    {
        foreach (var answer in writer.Answers.Skip(answered).Where(_ => arrives()))
        {
            departures.Answer(answer);
        }

        return writer.Answers.Count;
    }
}
