using System.Buffers;
using System.Data;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace CC.Plugins.Database;

/// <summary>Reads the rows of a call, no more than may be kept.</summary>
internal sealed class ResultReader(ReturnMode mode, long maxSize)
{
    public const CommandBehavior Behavior = CommandBehavior.SequentialAccess | CommandBehavior.SingleResult;

    private readonly ArrayBufferWriter<byte> text = new();
    private readonly char[] buffer = new char[4096];

    /// <exception cref="CallException">It is longer than it may be, or no message where one is wanted.</exception>
    public async Task<CallResult> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = 0L;
        await using var json = new Utf8JsonWriter(text);
        Begin(json);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows++;
            if (mode == ReturnMode.All || (mode != ReturnMode.Nothing && rows == 1))
            {
                await WriteRowAsync(json, reader, cancellationToken);
            }

            Check(json.BytesCommitted + json.BytesPending);
        }

        End(json, rows);
        await json.FlushAsync(cancellationToken);
        return new CallResult(text.WrittenMemory, rows);
    }

    private void Begin(Utf8JsonWriter json)
    {
        if (mode == ReturnMode.All)
        {
            json.WriteStartArray();
        }
    }

    private void End(Utf8JsonWriter json, long rows)
    {
        if (mode == ReturnMode.All)
        {
            json.WriteEndArray();
        }
        else if (mode == ReturnMode.One && rows == 0)
        {
            json.WriteNullValue();
        }
    }

    private async Task WriteRowAsync(Utf8JsonWriter json, NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var value = await reader.IsDBNullAsync(0, cancellationToken) ? null : await ReadTextAsync(reader, cancellationToken);
        try
        {
            if (mode == ReturnMode.Json)
            {
                json.WriteRawValue(value ?? "null");
                return;
            }

            json.WriteStartArray();
            Write(json, reader.GetDataTypeOID(0), value);
            json.WriteEndArray();
        }
        catch (JsonException broken)
        {
            throw new CallException(CallErrors.BadResult, $"the function has returned no JSON that a message may have: {broken.Message.TrimEnd('.')}", inner: broken);
        }
    }

    private static void Write(Utf8JsonWriter json, uint type, string? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            ResultValue.Write(json, type, value);
        }
    }

    /// <summary>A value may be a gigabyte: it is read bit by bit, and left alone once it is too long.</summary>
    private async Task<string> ReadTextAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        using var value = await reader.GetTextReaderAsync(0, cancellationToken);
        var whole = new StringBuilder();
        while (await value.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            whole.Append(buffer, 0, read);
            Check(whole.Length);
        }

        return whole.ToString();
    }

    private void Check(long size)
    {
        if (size > maxSize)
        {
            throw new CallException(CallErrors.TooLarge, $"the result is longer than {maxSize} octets (max-result-size); ask for less, or raise it. The call itself may have been carried out");
        }
    }
}
