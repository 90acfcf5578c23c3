package io.vireo.identity;

import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/** A page by the row that it starts at: Spring Data's own starts at multiples of its length only, screens scroll anywhere. */
record OffsetPageable(int offset, int limit, Sort sort) implements Pageable {
    @Override
    public int getPageNumber() {
        return offset / limit;
    }

    @Override
    public int getPageSize() {
        return limit;
    }

    @Override
    public long getOffset() {
        return offset;
    }

    @Override
    public Sort getSort() {
        return sort;
    }

    @Override
    public Pageable next() {
        return new OffsetPageable(offset + limit, limit, sort);
    }

    @Override
    public Pageable previousOrFirst() {
        return new OffsetPageable(Math.max(0, offset - limit), limit, sort);
    }

    @Override
    public Pageable first() {
        return new OffsetPageable(0, limit, sort);
    }

    @Override
    public Pageable withPage(int pageNumber) {
        return new OffsetPageable(Math.multiplyExact(pageNumber, limit), limit, sort);
    }

    @Override
    public boolean hasPrevious() {
        return offset > 0;
    }
}
