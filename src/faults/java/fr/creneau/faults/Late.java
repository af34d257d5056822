package fr.creneau.faults;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What an instance that was away for long may still say when it comes back: our own scripts, with what was true once. Also reads what Redis
 * holds of the desk.
 */
final class Late {
    private static final String META = "{" + Site.DESK + "}:meta";
    private static final int WORDS = 40;

    /** Each seat as: slot:number, state, 1 if held, and the ms from which it is free or -. */
    private static final String SEATS = """
            local epoch = redis.call('HGET', KEYS[1], 'epoch')
            if not epoch or redis.call('HEXISTS', KEYS[1], 'building') == 1 then return {} end
            local p = string.sub(KEYS[1], 1, -5) .. epoch .. ':'
            local seats = {}
            for _, slot in ipairs(redis.call('ZRANGE', p .. 'slots', 0, -1)) do
              local fields = redis.call('HGETALL', p .. 'slot:' .. slot)
              for i = 1, #fields, 2 do
                if string.match(fields[i], '^%d+$') then
                  local held = redis.call('HEXISTS', p .. 'slot:' .. slot, 'h' .. fields[i])
                  local free = redis.call('ZSCORE', p .. 'free:' .. slot, fields[i]) or '-'
                  table.insert(seats, slot .. ':' .. fields[i] .. ' ' .. string.sub(fields[i + 1], -1) .. ' ' .. held .. ' ' .. free)
                end
              end
            end
            return seats
            """;

    private static final String SESSIONS = """
            local found = {}
            for _, key in ipairs(redis.call('KEYS', string.sub(KEYS[1], 1, -5) .. '*:held:*')) do
              local fence = string.match(redis.call('GET', key) or '', '^.-\\n.-\\n.-\\n(%d+)\\n')
              if fence then table.insert(found, string.match(key, ':held:(.*)$') .. ' ' .. fence) end
            end
            return found
            """;

    private Late() {}

    /**
     * Old news of seats, the end of a rebuild that was overtaken, and the release of holds that were replaced.
     *
     * @return whether there was any news
     */
    static boolean say(Site site) throws IOException, SQLException {
        List<String> words = staleWords(site);
        if (!words.isEmpty()) {
            eval(site, site.resources().script("settle"), words);
        }
        String release = site.resources().script("release");
        for (String session : lines(eval(site, SESSIONS, List.of()))) {
            String[] parts = session.split(" ");
            eval(site, release, List.of(parts[0], String.valueOf(Long.parseLong(parts[1]) - 1)));
        }
        eval(site, site.resources().script("rebuild_flip"), List.of("1"));
        return !words.isEmpty();
    }

    static List<String> seats(Site site) {
        return lines(eval(site, SEATS, List.of()));
    }

    /** Of seats that were taken meanwhile: that they are free. */
    private static List<String> staleWords(Site site) throws SQLException {
        List<String> words = new ArrayList<>();
        try (Connection books = site.books();
                Statement statement = books.createStatement();
                ResultSet row = statement.executeQuery(
                        "select s.slot_id, s.seat_no, (extract(epoch from slot.starts_at) * 1000)::bigint from seat s"
                                + " join slot on slot.id = s.slot_id where s.booking_id is not null limit " + WORDS)) {
            while (row.next()) {
                words.addAll(List.of(row.getString(1), row.getString(3), "0", row.getString(2), "1", "F", "0"));
            }
        }
        return words;
    }

    private static List<String> lines(Response reply) {
        List<String> lines = new ArrayList<>();
        reply.forEach(line -> lines.add(line.toString()));
        return lines;
    }

    private static Response eval(Site site, String script, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(script, "1", META));
        command.addAll(arguments);
        return ask(site, redis -> redis.eval(command).await());
    }

    private static Response ask(Site site, Function<RedisAPI, Response> question) {
        Vertx vertx = Vertx.vertx();
        try {
            Redis client =
                    Redis.createClient(vertx, site.redis().config().endpoints().get(0));
            return question.apply(RedisAPI.api(client));
        } finally {
            vertx.close().await();
        }
    }
}
