using System.Globalization;
using CC.Files;
using CC.Plugins.LogTail;
using CC.Plugins.TailWriter;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Plugins.Tests.Transport;

/// <summary>Whatever happens, in whatever order: in the end the copy has every octet, once, in order.</summary>
public sealed class AnyInterleavingTests
{
    /// <summary>What can happen.</summary>
    public enum Event
    {
        Append,
        AppendMuch,
        TailerSteps,
        TailerSettles,
        FragmentsArrive,
        AnswersArrive,
        FragmentsAreLost,
        AnswersAreLost,
        FragmentIsRepeated,
        AnswerIsRepeated,
        LinkIsCut,
        LinkIsRestored,
        WriterCommits,
        TimePasses,
        MuchTimePasses,
        TailerSaves,
        TailerIsStopped,
        TailerIsKilled,
        WriterIsKilled,
        LogIsRenamed,
        LogIsCopiedAndCut,
    }

    /// <summary>How many times more than usual to try; for a search overnight.</summary>
    private static readonly int Effort = int.Parse(Environment.GetEnvironmentVariable("CC_TEST_EFFORT") ?? "1", CultureInfo.InvariantCulture);

    private static readonly Event[] WithoutRotation = [.. Enum.GetValues<Event>().Except([Event.LogIsRenamed, Event.LogIsCopiedAndCut])];
    private static readonly Event[] WithRenaming = [.. Enum.GetValues<Event>().Except([Event.LogIsCopiedAndCut])];
    private static readonly Event[] WithCutting = [.. Enum.GetValues<Event>().Except([Event.LogIsRenamed])];

    [Fact]
    public void A_file_that_grows_arrives_whole() => Check(WithoutRotation, 100);

    [Fact]
    public void A_file_that_is_renamed_and_made_anew_arrives_whole() => Check(WithRenaming, 100);

    [Fact]
    public void A_file_that_is_copied_and_cut_arrives_whole() => Check(WithCutting, 100);

    [Fact]
    public void A_compressed_copy_arrives_whole() =>
        Check(
            WithRenaming,
            50,
            tailer => tailer with { Compression = "gzip" },
            writer => writer with { WriteCompressed = WriteCompressed.No });

    [Fact]
    public void What_comes_compressed_and_is_kept_so_arrives_whole() =>
        Check(
            WithRenaming,
            50,
            tailer => tailer with { Compression = "gzip" },
            writer => writer with { WriteCompressed = WriteCompressed.Keep });

    [Fact]
    public void What_is_compressed_where_it_is_stored_arrives_whole() =>
        Check(
            WithRenaming,
            50,
            writer: writer => writer with { WriteCompressed = WriteCompressed.Yes, Compression = "gzip", BufferBytes = new(200) });

    private static void Check(Event[] possible, int count, Func<LogTailOptions, LogTailOptions>? tailer = null, Func<TailWriterOptions, TailWriterOptions>? writer = null)
    {
        var events = Gen.Elements(possible).ArrayOf().ToArbitrary();

        Prop.ForAll(events, happened =>
            {
                using var transport = new ModelTransport(tailer, writer);
                transport.Log.Append(10);
                transport.Tailer.Restart(isKilled: false);

                foreach (var what in happened)
                {
                    Do(what, transport);
                }

                transport.Log.Append(10);
                transport.Heal();
                return (transport.Stored() == transport.Log.Everything).Label(transport.ToString());
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(count * Effort).WithEndSize(60));
    }

    private static void Do(Event what, ModelTransport transport)
    {
        Action action = what switch
        {
            Event.Append => () => transport.Log.Append(17),
            Event.AppendMuch => () => transport.Log.Append(700),
            Event.TailerSteps => () => transport.Tailer.Step(),
            Event.TailerSettles => () => transport.Tailer.Settle(),
            Event.FragmentsArrive => () => transport.DeliverFragments(2),
            Event.AnswersArrive => () => transport.DeliverAnswers(2),
            Event.FragmentsAreLost => () => transport.LoseFragments(3),
            Event.AnswersAreLost => () => transport.LoseAnswers(1),
            Event.FragmentIsRepeated => transport.RepeatFragment,
            Event.AnswerIsRepeated => transport.RepeatAnswer,
            Event.LinkIsCut => () => transport.IsCut = true,
            Event.LinkIsRestored => () => transport.IsCut = false,
            Event.WriterCommits => transport.Writer.Commit,
            Event.TimePasses => () => transport.Advance(TimeSpan.FromMilliseconds(300)),
            Event.MuchTimePasses => () => transport.Advance(TimeSpan.FromSeconds(7)),
            Event.TailerSaves => transport.Tailer.Save,
            Event.TailerIsStopped => () => transport.Tailer.Restart(isKilled: false),
            Event.TailerIsKilled => () => transport.Tailer.Restart(isKilled: true),
            Event.WriterIsKilled => transport.Writer.Kill,
            Event.LogIsRenamed => transport.Log.Rename,
            Event.LogIsCopiedAndCut => transport.Log.CopyAndCut,
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
        action();
    }
}
