using System.Text;
using CC.Files;
using CC.Plugins.LogTail;
using CC.Sdk.Testing;

namespace CC.Plugins.Tests.LogTail;

public sealed class LogFolderTests : IDisposable
{
    private static readonly HashSet<FileIdentity> Nothing = [];

    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> open = [];

    public void Dispose()
    {
        open.ForEach(file => file.Dispose());
        folder.Dispose();
    }

    [Fact]
    public void Classic_files_follow_each_other_by_name()
    {
        var classic = new ClassicLogFolder(folder.Path, new Wildcard("app-*.log"));
        Make("app-1.log", "app-2.log", "app-10.log", "other.log");
        folder.Folder("app-3.log");

        Assert.Equal(folder["app-2.log"], classic.Newest());
        Assert.Equal([folder["app-10.log"]], Next(classic, "app-1.log"));
        Assert.Equal([folder["app-2.log"]], Next(classic, "app-10.log"));
        Assert.Empty(Next(classic, "app-2.log"));
    }

    [Fact]
    public void A_classic_file_that_is_gone_is_followed_by_the_one_after_its_name()
    {
        var classic = new ClassicLogFolder(folder.Path, new Wildcard("*.log"));
        Make("a.log", "b.log", "c.log");
        var last = Open("b.log");
        File.Delete(folder["b.log"]);

        Assert.Equal([folder["c.log"]], Names(classic.OpenNext(last, Nothing)));
    }

    [Fact]
    public void What_is_no_file_is_passed_over_and_told_once()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("links take a privilege");
            return;
        }

        var classic = new ClassicLogFolder(folder.Path, new Wildcard("*.log"));
        foreach (var name in new[] { "a.log", "c.log", "e.log" })
        {
            File.CreateSymbolicLink(folder[name], folder["nowhere"]);
        }

        Make("b.log", "d.log");

        Assert.Equal(folder["d.log"], classic.Newest());
        Assert.Equal([folder["b.log"]], Names(classic.OpenFirst(0)));
        Assert.Equal([folder["d.log"]], Next(classic, "b.log"));
        Assert.Equal([folder["a.log"], folder["c.log"], folder["e.log"]], classic.TakeStrays().Order());
        Assert.Equal([folder["d.log"]], Next(classic, "b.log"));
        Assert.Empty(classic.TakeStrays());
    }

    [Fact]
    public void A_name_that_is_not_UTF_8_is_passed_over()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("names are octets on Linux only");
            return;
        }

        var classic = new ClassicLogFolder(folder.Path, new Wildcard("*.log"));
        Assert.Equal(0, NativeFiles.MakeNode([.. Encoding.UTF8.GetBytes($"{folder.Path}/a"), 0xFF, .. ".log\0"u8], NativeFiles.File));
        Assert.Equal(0, NativeFiles.MakeNode([.. Encoding.UTF8.GetBytes(folder["b.log\0"])], NativeFiles.Pipe));
        Make("c.log");

        Assert.Equal([folder["c.log"]], Names(classic.OpenFirst(0)));
        Assert.Equal([folder["a\uFFFD.log"], folder["b.log"]], classic.TakeStrays());
    }

    [Fact]
    public void A_classic_file_made_anew_comes_before_those_of_later_names()
    {
        var classic = new ClassicLogFolder(folder.Path, new Wildcard("*.log"));
        Make("a.log", "b.log");
        var last = Open("a.log");
        File.Move(folder["a.log"], folder["a.old"]);
        Make("a.log");

        Assert.Equal([folder["a.log"]], Names(classic.OpenNext(last, new HashSet<FileIdentity> { last.Identity })));
    }

    [Fact]
    public void What_is_left_is_counted_through_all_files_that_follow()
    {
        var classic = new ClassicLogFolder(folder.Path, new Wildcard("*.log"));
        Make("a.log", "b.log", "c.log");

        Assert.Equal(10, classic.LengthAfter(Open("a.log")));
        Assert.Equal(0, classic.LengthAfter(Open("c.log")));
    }

    [Fact]
    public void A_folder_that_is_not_there_has_no_files()
    {
        var classic = new ClassicLogFolder(folder["missing"], new Wildcard("*"));
        var rotated = new RotatedLogFolder(folder["missing"], "app.log");

        Assert.Equal((null, null), (classic.Newest(), rotated.Newest()));
        Assert.Null(classic.OpenAgain(folder["missing/a"], default));
    }

    [Fact]
    public void A_rotated_file_is_followed_by_what_has_its_name_now()
    {
        var rotated = new RotatedLogFolder(folder.Path, "app.log");
        Make("app.log");
        var last = Open("app.log");
        Assert.Empty(Next(rotated, "app.log"));

        File.Move(folder["app.log"], folder["app.log.1"]);
        Assert.Empty(rotated.OpenNext(last, Known(last)));
        Make("app.log");

        Assert.Equal([folder["app.log"]], Names(rotated.OpenNext(last, Known(last))));
    }

    [Fact]
    public void Files_rotated_unnoticed_come_first_in_the_order_in_which_they_were_made()
    {
        var rotated = new RotatedLogFolder(folder.Path, "app.log");
        Make("app.log");
        var last = Open("app.log");
        File.Move(folder["app.log"], folder["app.log.3"]);
        MakeLater("app.log.2", "second\n");
        MakeLater("app.log.1", "third\n");
        MakeLater("app.log.gz", "packed\n");
        MakeLater("app.log", "fourth\n");

        var next = rotated.OpenNext(last, Known(last));

        Assert.Equal([7, 6, 7], next.Select(flow => (int)flow.File!.Length));
        Assert.All(Names(next), name => Assert.Equal(folder["app.log"], name));
        Assert.Equal(20, rotated.LengthAfter(last));
    }

    [Fact]
    public void Files_of_the_same_time_come_in_the_order_of_their_names()
    {
        var rotated = new RotatedLogFolder(folder.Path, "app.log");
        Make("app.log");
        var last = Open("app.log");
        File.Move(folder["app.log"], folder["app.log.9"]);
        MakeLater("app.log.1", "");
        MakeAtOnce(["app.log.3", "app.log.8", "app.log.5", "app.log.2", "app.log.7", "app.log.4", "app.log.6"]);
        File.Delete(folder["app.log.1"]);
        MakeLater("app.log", "");

        var next = rotated.OpenNext(last, Known(last)).Select(Keep).Select(flow => flow.File!.Length);

        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 0], next);
    }

    [Fact]
    public void A_renamed_file_is_found_again_and_a_replaced_one_is_not()
    {
        var rotated = new RotatedLogFolder(folder.Path, "app.log");
        Make("app.log");
        var identity = FileStatus.Of(folder["app.log"])!.Value.Identity;
        File.Move(folder["app.log"], folder["app.log.1"]);
        Make("app.log");

        Assert.Equal(identity, Keep(rotated.OpenAgain(folder["app.log"], identity)!).Identity);
        File.Delete(folder["app.log.1"]);
        Assert.Null(rotated.OpenAgain(folder["app.log"], identity));
    }

    [Fact]
    public void A_copy_is_known_by_what_is_in_front_of_the_place()
    {
        var rotated = new RotatedLogFolder(folder.Path, "app.log");
        folder.File("app.log", "one\ntwo\n");
        var flow = Open("app.log");
        flow.MoveSent(flow.File!.MarkAt(4)!.Value);
        flow.NoteHead();
        folder.File("app.log.1", "other\ntwo\n");
        folder.File("app.log.2", "one");
        Assert.Empty(rotated.OpenCopies(flow, Known(flow)));
        folder.File("app.log.3", "one\ntwo\nthree\n");

        var copies = rotated.OpenCopies(flow, Known(flow)).Select(Keep).ToList();

        Assert.Equal(FileStatus.Of(folder["app.log.3"])!.Value.Identity, copies[0].Identity);
    }

    private static HashSet<FileIdentity> Known(Flow flow) => [flow.Identity];

    private void Make(params string[] names)
    {
        foreach (var name in names)
        {
            folder.File(name, "line\n");
        }
    }

    /// <summary>Makes a file that is younger than all others, by a clock that is coarser than a test is fast.</summary>
    private void MakeLater(string name, string content)
    {
        var youngest = Directory.GetFiles(folder.Path).Max(path => FileStatus.Of(path)!.Value.Identity.Birth);
        do
        {
            File.Delete(folder[name]);
            folder.File(name, content);
        }
        while (FileStatus.Of(folder[name])!.Value.Identity.Birth <= youngest);
    }

    /// <summary>Makes files between two ticks of the file system's clock, each as long as the number in its name.</summary>
    private void MakeAtOnce(string[] names)
    {
        do
        {
            foreach (var name in names)
            {
                File.Delete(folder[name]);
                folder.File(name, new string('x', name[^1] - '0'));
            }
        }
        while (names.DistinctBy(name => FileStatus.Of(folder[name])!.Value.Identity.Birth).Count() > 1);
    }

    private Flow Open(string name) => Keep(Flow.Begin(folder[name], TailedFile.Open(folder[name])!));

    private IEnumerable<string> Next(LogFolder of, string name)
    {
        var last = Open(name);
        return Names(of.OpenNext(last, Known(last)));
    }

    private string[] Names(IReadOnlyList<Flow> flows) => [.. flows.Select(flow => Keep(flow).Name)];

    private T Keep<T>(T file)
        where T : IDisposable
    {
        open.Add(file);
        return file;
    }
}
