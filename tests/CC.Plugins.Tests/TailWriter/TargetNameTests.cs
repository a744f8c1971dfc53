using CC.Files;
using CC.Plugins.TailWriter;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Plugins.Tests.TailWriter;

public sealed class TargetNameTests
{
    private static readonly TailWriterOptions Flat = new() { Dstdir = "/data/copies" };
    private static readonly TailWriterOptions Subdirs = Flat with { HostSubdirs = true };
    private static readonly TailWriterOptions WholePaths = Flat with { Dstmask = "%(hostname)s/%(filepath)s" };

    [Fact]
    public void A_target_is_named_after_host_and_file()
    {
        Assert.Equal("/data/copies/web1--app.log", new TargetName(Flat).Of("web1", "/var/log/app.log"));
        Assert.Equal("/data/copies/web1/app.log", new TargetName(Subdirs).Of("web1", "/var/log/app.log"));
        Assert.Equal("/data/copies/web1/var/log/app.log", new TargetName(WholePaths).Of("web1", "/var/log/app.log"));
        Assert.Equal("/data/copies/100%/web1.app.log", new TargetName(Flat with { Dstmask = "100%%/%(hostname)s.%(filename)s" }).Of("web1", "app.log"));
    }

    [Fact]
    public void Paths_of_other_systems_are_understood() => Assert.Equal("/data/copies/web1--app.log", new TargetName(Flat).Of("web1", @"C:\logs\app.log"));

    [Fact]
    public void A_host_makes_one_name_whatever_slashes_it_has() => Assert.Equal("/data/copies/.._.._etc/app.log", new TargetName(Subdirs).Of("../../etc", "app.log"));

    [Theory]
    [InlineData("..", "copies-too")]
    [InlineData("..", "app.log")]
    [InlineData(".", "app.log")]
    [InlineData("", "app.log")]
    [InlineData("web1", "..")]
    [InlineData("web1", "/var/log/..")]
    [InlineData("web1", "/var/log/")]
    [InlineData("web1", "")]
    [InlineData("web1", "a\0b")]
    [InlineData("we\0b", "app.log")]
    [InlineData(@"..\..", "app.log")]
    public void Names_that_lead_elsewhere_are_refused(string host, string file) => Assert.Null(new TargetName(Subdirs).Of(host, file));

    [Theory]
    [InlineData("/var/../../../etc/passwd")]
    [InlineData("../copies-too/app.log")]
    [InlineData("..")]
    [InlineData("a/.")]
    [InlineData(@"C:\..\..\..\..\etc\passwd")]
    public void Whole_paths_that_lead_elsewhere_are_refused(string file) => Assert.Null(new TargetName(WholePaths).Of("web1", file));

    [Theory]
    [InlineData("./info/one", "info/one")]
    [InlineData("/var//log/./app.log", "var/log/app.log")]
    [InlineData("/tmp/../etc/x", "etc/x")]
    [InlineData(@"logs\.\app.log", "logs/app.log")]
    public void Paths_are_normalised_as_the_original_does(string file, string below)
    {
        Assert.Equal($"/data/copies/web1/{below}", new TargetName(WholePaths).Of("web1", file));
        Assert.Equal($"/data/copies/web1/{below}", new TargetName(Flat with { Dstmask = "./%(hostname)s//%(filepath)s" }).Of("web1", file));
    }

    [Fact]
    public void Names_too_long_for_a_file_system_are_refused()
    {
        Assert.NotNull(new TargetName(Subdirs).Of("web1", new string('a', 255)));
        Assert.Null(new TargetName(Subdirs).Of("web1", new string('a', 256)));
        Assert.Null(new TargetName(Flat).Of("web1", new string('a', 255)));
    }

    [Fact]
    public void Nobody_can_write_to_the_writers_own_files()
    {
        var names = new TargetName(Flat with { Dstmask = "%(hostname)s/%(filename)s", ServiceName = "h:tail" });
        var flat = new TargetName(Flat with { Dstmask = "%(filename)s", ServiceName = "h:tail" });

        Assert.Null(flat.Of("web1", ".h_tail.positions"));
        Assert.Null(flat.Of("web1", ".h_tail.positions.lock"));
        Assert.Null(flat.Of("web1", ".h_tail.positions.new"));
        Assert.Null(names.Of(".h_tail.positions", "app.log"));
        Assert.NotNull(flat.Of("web1", ".h_tail.positions-of-somebody"));
    }

    [Fact]
    public void No_names_lead_out_of_the_folder()
    {
        var parts = Gen.Elements("..", ".", "", "a", "/", "\\", "\0", "%", "%(filename)s", "copies", "copies-too", "é", "\n", "~");
        var names = Gen.ArrayOf(parts).Select(some => string.Concat(some));
        var masks = Gen.Elements("%(hostname)s--%(filename)s", "%(hostname)s/%(filename)s", "%(hostname)s/%(filepath)s", "%(filepath)s", "a/%(filename)s");
        var cases = masks.Zip(names.Zip(names)).ToArbitrary();

        Prop.ForAll(cases, some =>
            {
                var (mask, (host, file)) = some;
                return new TargetName(Flat with { Dstmask = mask }).Of(host, file) is not { } path
                    || (Path.GetFullPath(path) == path && path.StartsWith("/data/copies/", StringComparison.Ordinal));
            })
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("%(hostname)s/%(filename)s", true)]
    [InlineData("fixed", true)]
    [InlineData("%(host)s", false)]
    [InlineData("50%", false)]
    [InlineData("../%(filename)s", false)]
    [InlineData("/%(filename)s", false)]
    [InlineData("%(hostname)s/", false)]
    [InlineData("%(filepath)s/../x", false)]
    [InlineData("./%(hostname)s//%(filename)s", true)]
    [InlineData(".", false)]
    public void A_mask_is_judged_before_anything_comes(string mask, bool isGood) => Assert.Equal(isGood, TargetMask.FaultIn(mask) is null);

    [Theory]
    [InlineData("/d/app.log", "/d/app.log")]
    [InlineData("/d/app.log.gz", "/d/app.log")]
    [InlineData("/d/app.log.gz.2026-01-31_23-59-59", "/d/app.log")]
    [InlineData("/d/app.log.2026-01-31_23-59-59-001.bz2.gz", "/d/app.log")]
    public void Names_that_may_be_of_one_file_have_one_stem(string path, string stem) => Assert.Equal(stem, TargetName.StemOf(path));
}
