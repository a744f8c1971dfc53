using System.Text;
using CC.Plugins.PgLogForward;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Plugins.Tests.PgLogForward;

public sealed class TNetStringTests
{
    [Fact]
    public void Reads_what_is_written_and_no_more() =>
        Prop.ForAll(TNetStrings.Any, ArbMap.Default.ArbFor<byte[]>(), (written, behind) =>
        {
            var octets = TNetStrings.Octets(written);

            return TNetString.TryRead(octets.Concat(behind).ToArray(), out var value, out var length)
                && length == octets.Length
                && octets[^1] == (byte)value.Tag;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_cut_short_is_none() =>
        Prop.ForAll(TNetStrings.Any, written =>
        {
            var octets = TNetStrings.Octets(written);

            return Enumerable.Range(0, octets.Length).All(length => !TNetString.TryRead(octets.AsMemory(0, length), out _, out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_comes_is_read_or_refused_within_its_length() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), TNetStrings.Any, (noise, written) =>
        {
            var octets = TNetStrings.Octets(written);
            for (var i = 0; i < noise.Length && i < octets.Length; i++)
            {
                octets[(i * 7) % octets.Length] = (byte)(noise[i] % 2 == 0 ? noise[i] : octets[(i * 7) % octets.Length]);
            }

            return new[] { noise, octets }.All(some => !TNetString.TryRead(some, out _, out var length) || length <= some.Length);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("1")]
    [InlineData("1:")]
    [InlineData("1:a")]
    [InlineData("1:a;")]
    [InlineData("-1:a,")]
    [InlineData("+1:a,")]
    [InlineData(" 1:a,")]
    [InlineData("01:a,")]
    [InlineData("00:,")]
    [InlineData("2147483648:a,")]
    [InlineData("9999999999999999999:a,")]
    [InlineData("1:a#")]
    [InlineData("2: 5#")]
    [InlineData("0:#")]
    [InlineData("20:99999999999999999999#")]
    [InlineData("3:nan^")]
    [InlineData("4: 1.5^")]
    [InlineData("4:True!")]
    [InlineData("1:a~")]
    [InlineData("1:a]")]
    [InlineData("4:1:a,}")]
    [InlineData("8:1:1#1:a,}")]
    [InlineData("5:1:a,b]")]
    public void What_is_none_is_refused(string text) => Assert.False(TNetString.TryRead(TNetStrings.Octets(text), out _, out _));

    [Fact]
    public void Lists_within_lists_have_an_end()
    {
        static byte[] Nested(int depth) => TNetStrings.Octets(Enumerable.Range(0, depth).Aggregate("", (inner, _) => $"{inner.Length}:{inner}]"));

        Assert.True(TNetString.TryRead(Nested(TNetString.MaxDepth), out _, out _));
        Assert.False(TNetString.TryRead(Nested(TNetString.MaxDepth + 1), out _, out _));
        Assert.False(TNetString.TryRead(Nested(1500), out _, out _));
    }

    [Theory]
    [InlineData("2:19,", 19)]
    [InlineData("2:19#", 19)]
    [InlineData("2:-1,", -1)]
    [InlineData("1:x,", null)]
    [InlineData("0:,", null)]
    [InlineData("0:~", null)]
    public void A_number_may_be_a_text(string text, int? number)
    {
        Assert.True(TNetString.TryRead(Encoding.UTF8.GetBytes(text), out var value, out _));

        Assert.Equal(number, value.AsInteger());
    }
}
