using System.Text;
using CC.Plugins.LogTail;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Plugins.Tests.LogTail;

public sealed class FragmentTests
{
    [Theory]
    [InlineData("one\ntwo\n", true, 100, 0, 8, false)]
    [InlineData("one\ntwo\nth", true, 100, 0, 10, false)]
    [InlineData("one\ntwo\nth", false, 100, 0, 8, true)]
    [InlineData("one\ntwo\nthree\n", true, 10, 0, 8, true)]
    [InlineData("one\ntwo\n", true, 8, 0, 8, false)]
    [InlineData("one\ntwo\n", false, 8, 0, 8, true)]
    [InlineData("a line that is too long\n", true, 10, 0, 10, true)]
    [InlineData("a line that goes on", false, 100, 0, 19, true)]
    [InlineData("one\ntwo\nthree\n", true, 100, 2, 8, true)]
    [InlineData("one\ntwo\nthree\n", true, 6, 2, 4, true)]
    [InlineData("one\ntwo\nthree\n", true, 100, 4, 14, false)]
    [InlineData("\n\n\n", true, 100, 1, 1, true)]
    public void Text_is_cut_after_lines_where_it_can_be(string read, bool hasAll, int maxLength, int maxLines, int length, bool isFull) =>
        Assert.Equal(new Fragment(length, isFull), Fragment.Cut(Encoding.UTF8.GetBytes(read), hasAll, maxLength, text: true, maxLines));

    [Theory]
    [InlineData("one\ntwo", true, 100, 7, false)]
    [InlineData("one\ntwo", true, 5, 5, true)]
    [InlineData("one\ntwo", false, 100, 7, true)]
    public void Other_files_are_cut_anywhere(string read, bool hasAll, int maxLength, int length, bool isFull) =>
        Assert.Equal(new Fragment(length, isFull), Fragment.Cut(Encoding.UTF8.GetBytes(read), hasAll, maxLength, text: false, maxLines: 1));

    [Fact]
    public void A_fragment_is_never_empty_nor_too_long()
    {
        var texts = Gen.Elements((byte)'a', (byte)'\n').NonEmptyListOf().Select(octets => octets.ToArray());
        var cases = texts.Zip(Gen.Choose(1, 12).Zip(Gen.Choose(-1, 4).Zip(Gen.Elements(true, false)))).ToArbitrary();

        Prop.ForAll(cases, some =>
            {
                var (read, (maxLength, (maxLines, isText))) = some;
                var length = Fragment.Cut(read, hasAll: true, maxLength, isText, maxLines).Length;
                var lines = read.AsSpan(0, length).Count((byte)'\n');
                return length >= 1 && length <= Math.Min(read.Length, maxLength) && (!isText || maxLines <= 0 || lines <= maxLines);
            })
            .QuickCheckThrowOnFailure();
    }
}
